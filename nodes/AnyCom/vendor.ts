import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { unknownForm } from '../shared/http/unknownForm';
import type { ApiFailure, HttpResponse, Vendor } from '../shared/types';
import { isEmpty } from '../shared/util/objects';
import { parseCount } from '../shared/util/text';

/** The only type of channel that is documented in arguments. */
export const WHATSAPP = { chan_type: 'whatsapp' };

/**
 * A request of AnyCom's: all of them go to one address and differ in the body alone.
 *
 * @param group the command group, e.g. `chan`
 * @param cmd the command, e.g. `show`
 * @param args the constant arguments; the object is wanted even when it is empty
 */
export const command = (group: string, cmd: string, args: IDataObject = {}) => ({
	method: 'POST' as const,
	url: '/',
	body: { group, cmd, args },
});

/** Where AnyCom means something else by a status than HTTP does. */
const STATUS_HINTS: Readonly<Record<number, string>> = {
	400: 'Check the credential. Where a proxy drops headers with an underscore, set Send Authentication In to Body there.',
	404: 'Check the base URL of the credential.',
};

/**
 * The status is in the body and in the HTTP status, and the two can differ: an error in either is one, and only a
 * status from 200 to 299 is success. The message is the body's `result`.
 */
function parseError({ status: httpStatus, body }: HttpResponse): ApiFailure | undefined {
	if (isEmpty(body) || typeof body === 'string') return undefined;
	const { status: bodyStatus, result } = Object(body) as IDataObject;
	if (bodyStatus === undefined) {
		// Not an AnyCom response: from a gateway, or the base URL is wrong.
		const message = 'answered without a status, which is not how AnyCom does';
		return httpStatus < 300 ? { ...unknownForm(STATUS_HINTS[404]), message } : undefined;
	}
	const bodyCode = parseCount(bodyStatus) ?? 0;
	const isSuccess = bodyCode >= 200 && bodyCode < 300;
	if (isSuccess && httpStatus < 300) return undefined;
	const status = bodyCode >= 300 && bodyCode < 600 ? bodyCode : httpStatus;
	const message =
		typeof result === 'string' && result !== '' ? result : 'refused the request without saying why';
	return { message, status, hint: STATUS_HINTS[status] };
}

/** Opens `{"status": 200, "result": …}`, a list or a text. Status 204 is an empty response. */
function unwrap({ status, result }: IDataObject): unknown {
	return Number(status) === 204 ? [] : result;
}

/** A header carries fewer characters than the body. */
const credentialProblem = ({
	authUser,
	sendAuthenticationIn,
}: ICredentialDataDecryptedObject): string | undefined =>
	sendAuthenticationIn === 'body' || /^[\x20-\x7e\x80-\xff]+$/.test(String(authUser))
		? undefined
		: 'Auth User of the credential has a character that no header can carry: set Send Authentication In to Body';

/** AnyCom: a WhatsApp bot and a live-chat desk. */
export const anyCom: Vendor = {
	name: 'AnyCom',
	credential: 'anyComApi',
	defaultBaseUrl: 'https://ws.anycom.io',
	requiredFields: [
		{ name: 'authKey', displayName: 'Auth Key' },
		{ name: 'authUser', displayName: 'Auth User' },
		{ name: 'baseUrl', displayName: 'Base URL' },
	],
	secretFields: ['authKey'],
	sensitiveKeys: ['message', 'chat_greet', 'chat_subj'],
	credentialProblem,
	describeRequest: ({ body }) => {
		const { group, cmd } = body as IDataObject;
		return `${group} ${cmd}`;
	},
	parseError,
	unwrap,
};
