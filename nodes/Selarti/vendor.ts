import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { toShownWords } from '../shared/http/errors';
import { parseBodyFailure } from '../shared/http/parseFailure';
import { readText } from '../shared/http/redact';
import { LoginRefusedError } from '../shared/http/sessionTokens';
import { failureWords, leavesOutcomeOpen, saysFailure } from '../shared/http/failureFlags';
import { unknownForm } from '../shared/http/unknownForm';
import type { ApiFailure, HttpResponse, SessionAuth, SessionVendor } from '../shared/types';
import { isEmpty, isObject } from '../shared/util/objects';

/** The path that all but one of Selarti's requests begin with. */
export const WORKFLOWS = '/api/1.1/wf';

/** Whether an answer says what the document calls success, or says nothing of it. */
const isSuccess = (body: IDataObject) =>
	!saysFailure(body) &&
	(body.status === undefined || String(body.status).trim().toLowerCase() === 'success');

/**
 * The two error forms of the platform under Selarti, and a response that says it failed.
 * The text about an invalid token holds the token, so only the part before it is used.
 */
function parseError({ status, body }: HttpResponse): ApiFailure | undefined {
	if (!isObject(body)) {
		const isForm = isEmpty(body) || typeof body === 'string';
		return isForm || status >= 300 ? undefined : unknownForm();
	}
	if (typeof body.error_class === 'string') {
		const [message] = readText(body.translation ?? body.message ?? body.error_class).split('bus|');
		return { message: message.trim().replace(/:$/, '').trim(), status };
	}
	if (isObject(body.body) && typeof body.statusCode === 'number') {
		const message = readText(body.body.message ?? body.body.status ?? 'refused the request');
		return { message, status: body.statusCode, field: /parameter (\w+)$/.exec(message)?.[1] };
	}
	if (!isSuccess(body)) {
		return {
			message: failureWords(body) ?? 'said that the request failed',
			status,
			isOutcomeUnknown: leavesOutcomeOpen(body),
		};
	}
	return undefined;
}

/** Opens `{"status": "success", "response": {"thread": …}}`. Some responses have no envelope (S14), some an empty one. */
function unwrap(body: IDataObject, key: string | undefined): unknown {
	const { response } = body;
	if (isEmpty(response)) return 'status' in body ? undefined : body;
	if (!isObject(response)) return response;
	if (key !== undefined && key in response) return response[key];
	return Object.keys(response).length === 0 ? undefined : response;
}

/** POST auth: returns a token for the API key. `response.token` in its body is what all other requests carry. */
const session: SessionAuth = {
	tokenField: 'sessionToken',
	async logIn(helpers, credential: ICredentialDataDecryptedObject) {
		const answer = (await helpers.httpRequest({
			method: 'POST',
			url: `${String(credential.baseUrl)}${WORKFLOWS}/auth`,
			body: { key: credential.apiKey },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; body: unknown };
		if (answer.statusCode >= 300 && answer.statusCode < 400)
			throw new LoginRefusedError('the base URL redirects to another address', answer.statusCode);
		const response = { status: answer.statusCode, headers: {}, body: answer.body };
		const refusal = parseBodyFailure(selarti, response);
		if (refusal) {
			const words = toShownWords(refusal.message, { redacted: [String(credential.apiKey).trim()] });
			throw new LoginRefusedError(
				`the log-in was refused: ${words}`,
				refusal.status ?? answer.statusCode,
			);
		}
		const given = (isObject(answer.body) ? answer.body : {}).response as IDataObject | undefined;
		if (answer.statusCode >= 300 || typeof given?.token !== 'string' || given.token === '') {
			throw new LoginRefusedError('the log-in gave no token', answer.statusCode);
		}
		return given.token;
	},
};

/** Selarti: AI sales managers over Telegram, WhatsApp and web. */
export const selarti: SessionVendor = {
	name: 'Selarti',
	credential: 'selartiApi',
	defaultBaseUrl: 'https://selarti.com',
	requiredFields: [
		{ name: 'apiKey', displayName: 'API Key' },
		{ name: 'baseUrl', displayName: 'Base URL' },
		{ name: 'advancedBaseUrl', displayName: 'Advanced Base URL' },
	],
	secretFields: ['apiKey', 'sessionToken'],
	secretKeys: ['token', 'code', 'password', 'phone', 'phone_number'],
	sensitiveKeys: ['message', 'start_message', 'context', 'instruction'],
	parseError,
	unwrap,
	session,
};
