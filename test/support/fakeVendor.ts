/** A vendor without a server: every request gets a response that the test has chosen. */

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { sendRequest } from '../../nodes/shared/http/client';
import { prepareRequest } from '../../nodes/shared/http/prepareRequest';
import type { ApiRequest, PreparedRequest } from '../../nodes/shared/http/prepareRequest';
import type { RequestContext, Vendor } from '../../nodes/shared/types';

export const plainVendor: Vendor = {
	name: 'Vendor',
	credential: 'vApi',
	requiredFields: [
		{ name: 'key', displayName: 'Key' },
		{ name: 'baseUrl', displayName: 'Base URL' },
	],
	secretFields: ['key'],
	sensitiveKeys: ['text', 'inner'],
	parseError: () => undefined,
	unwrap: (body) => body,
};

export const plainNode: INode = {
	id: 'n',
	name: 'The node',
	type: 't',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export type FakeResponse =
	Error | { statusCode?: number; headers?: Record<string, unknown>; body?: unknown };

/** The options of a request that was sent, and the credential that it was signed with, if any. */
export type SentRequest = IHttpRequestOptions & { credential?: ICredentialDataDecryptedObject };

export type FakeRequest = Partial<Omit<ApiRequest, 'options'>> & {
	options?: Partial<IHttpRequestOptions>;
};

export interface FakeVendorOptions {
	/** Fields of the credential, beside an address and a key that no other fake vendor has. */
	credential?: Record<string, unknown>;
	vendor?: Partial<Vendor>;
	/** Methods of n8n's context that differ. */
	context?: Record<string, unknown>;
}

let accounts = 0;

export const networkError = (code: string) => Object.assign(new Error(code), { code });

export const response = (
	statusCode: number,
	body: unknown = {},
	headers: Record<string, unknown> = {},
): FakeResponse => ({ statusCode, body, headers });

/** The fake parts of n8n's contexts have no more than the code under test uses. */
const asContext = (context: object) => context as RequestContext;

/** @param responses the last one is repeated */
export function createFakeVendor(
	responses: FakeResponse[],
	{ credential = {}, vendor = {}, context = {} }: FakeVendorOptions = {},
) {
	const sent: SentRequest[] = [];
	const sentAt: number[] = [];
	const respond = async (request: SentRequest) => {
		sent.push(request);
		sentAt.push(Date.now());
		const given = responses[Math.min(sent.length, responses.length) - 1];
		if (given instanceof Error) throw given;
		return { statusCode: 200, headers: {}, body: {}, ...given };
	};
	const key = `secret-of-${(accounts += 1)}`;
	const stored = { baseUrl: 'https://vendor.example/', key, ...credential };
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => await respond(options),
		httpRequestWithAuthentication: async (
			_type: string,
			options: IHttpRequestOptions,
			more: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
		) => await respond({ ...options, credential: more.credentialsDecrypted.data }),
	};
	/** Without an item: the context of a pick list, a poll or a webhook. */
	const itemlessContext = asContext({
		getNode: () => plainNode,
		getCredentials: async () => stored,
		helpers,
	});
	const itemContext = asContext({
		...itemlessContext,
		getItemIndex: () => 2,
		getExecutionCancelSignal: () => undefined,
		...context,
	});
	const fake: Vendor = { ...plainVendor, ...vendor };
	const toRequest = ({ options, ...request }: FakeRequest): ApiRequest => ({
		isRead: true,
		...request,
		options: { method: 'GET', url: '/x', ...options },
	});
	const send = async (request: FakeRequest = {}): Promise<IDataObject | undefined> =>
		await sendRequest(itemContext, fake, toRequest(request));
	return {
		sent,
		sentAt,
		itemContext,
		itemlessContext,
		send,
		prepare: async (request: FakeRequest = {}): Promise<PreparedRequest> =>
			await prepareRequest(itemContext, fake, toRequest(request)),
		/** The message of the error of a request, or `success`. */
		messageOf: async (request?: FakeRequest): Promise<string> =>
			await send(request).then(
				() => 'success',
				(error: Error) => error.message,
			),
	};
}
