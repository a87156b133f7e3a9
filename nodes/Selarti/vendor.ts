import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { LogInRefused } from '../shared/session';
import type { Answer, Failure, SessionPlan, Vendor } from '../shared/vendor';

/** The path that all but one of Selarti's requests begin with. */
export const WORKFLOWS = '/api/1.1/wf';

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The two error forms of the platform under Selarti, and an answer that says it failed.
 * The text about an invalid token holds the token, so only what stands before it is used.
 */
function failure({ status, body }: Answer): Failure | undefined {
	if (!isObject(body)) return undefined;
	if (typeof body.error_class === 'string') {
		const words = String(body.translation ?? body.message ?? body.error_class);
		return { words: words.replace(/\s*:?\s*bus\|.*$/s, ''), status };
	}
	if (isObject(body.body) && typeof body.statusCode === 'number') {
		const words = String(body.body.message ?? body.body.status ?? 'refused the request');
		return { words, status: body.statusCode, field: /parameter (\w+)$/.exec(words)?.[1] };
	}
	if (body.success === false || (typeof body.status === 'string' && body.status !== 'success')) {
		return { words: String(body.message ?? body.error ?? 'said that the request failed'), status };
	}
	return undefined;
}

/** Opens `{"status": "success", "response": {"thread": …}}`. Some answers have no envelope (S14), some nothing in it. */
function payload(body: IDataObject, key: string | undefined): unknown {
	const { response } = body;
	if (response === undefined) return body;
	if (!isObject(response)) return response;
	if (key !== undefined && key in response) return response[key];
	return Object.keys(response).length === 0 ? undefined : response;
}

/** POST auth: the API key gives a token. Its answer's `response.token` is what all other requests carry. */
export const session: SessionPlan = {
	property: 'sessionToken',
	async logIn(helpers, credential: ICredentialDataDecryptedObject) {
		const answer = (await helpers.httpRequest({
			method: 'POST',
			url: `${String(credential.baseUrl).trim().replace(/\/+$/, '')}${WORKFLOWS}/auth`,
			body: { key: credential.apiKey },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; body: unknown };
		const refusal = failure({ status: answer.statusCode, headers: {}, body: answer.body });
		if (refusal) throw new LogInRefused(`the log-in was refused: ${refusal.words}`, refusal.status);
		const { response } = (isObject(answer.body) ? answer.body : {}) as { response?: IDataObject };
		if (answer.statusCode >= 300 || typeof response?.token !== 'string' || response.token === '') {
			throw new LogInRefused('the log-in gave no token', answer.statusCode);
		}
		return response.token;
	},
};

/** Selarti: AI sales managers over Telegram, WhatsApp and web. */
export const selarti: Vendor = {
	name: 'Selarti',
	credential: 'selartiApi',
	address: 'https://selarti.com',
	secrets: ['apiKey', 'sessionToken'],
	confidential: [
		'message',
		'start_message',
		'context',
		'instruction',
		'token',
		'code',
		'password',
		'phone',
		'phone_number',
	],
	failure,
	payload,
	session,
};
