/** Sends requests to a vendor that is not there. */

import { sendRequest } from '../../nodes/shared/http/client';

export const silent = {
	name: 'Vendor',
	credential: 'vApi',
	secrets: ['key'],
	confidential: ['text', 'inner'],
	failure: () => undefined,
	payload: (body: any) => body,
} as any;
let accounts = 0;

/** @param answers an error, or an answer; the last one is given for ever */
export function vendorOf(
	answers: Array<any>,
	{ credential, vendor, context }: { credential?: any; vendor?: any; context?: any } = {},
) {
	const asked: any[] = [];
	const at: number[] = [];
	const give = async (options: any, data: any) => {
		asked.push({ ...options, data });
		at.push(Date.now());
		const given = answers[Math.min(asked.length, answers.length) - 1];
		if (given instanceof Error) throw given;
		return { statusCode: 200, headers: {}, body: {}, ...given };
	};
	const known = {
		baseUrl: 'https://vendor.example/',
		key: `secret-of-${(accounts += 1)}`,
		...credential,
	};
	const from = {
		getNode: () => ({ name: 'N', type: 't', typeVersion: 1, parameters: {} }),
		getItemIndex: () => 2,
		getExecutionCancelSignal: () => undefined,
		getCredentials: async () => known,
		helpers: {
			httpRequest: async (options: any) => await give(options, undefined),
			httpRequestWithAuthentication: async (
				_type: any,
				options: any,
				{ credentialsDecrypted }: any,
			) => await give(options, credentialsDecrypted.data),
		},
		...context,
	};
	const go = async ({ options, ...request }: any = {} as any) =>
		await sendRequest(
			from as any,
			{ ...silent, ...vendor },
			{ reads: true, ...request, options: { method: 'GET', url: '/x', ...options } },
		);
	const words = async (request?: any) =>
		await go(request).then(
			() => 'nothing',
			(error) => error.message,
		);
	return { asked, at, from, go, words, known };
}
export const broken = (code: string) => Object.assign(new Error(code), { code });
export const status = (statusCode: number, body: any = {}, headers: any = {}) => ({
	statusCode,
	body,
	headers,
});
