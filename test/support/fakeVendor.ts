import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { send } from '../../nodes/shared/send';
import type { Context, Vendor } from '../../nodes/shared/vendor';

/** An answer of the vendor; what is left out is an empty 200. */
export type FakeAnswer = Partial<Omit<IN8nHttpFullResponse, 'body'>> & { body?: unknown };

/** A request that the vendor received, with the credential that n8n signed it with. */
export type FakeRequest = IHttpRequestOptions & {
	data: ICredentialDataDecryptedObject | undefined;
};

/** A request of a test; what is left out is a read of `/x`. */
type TestRequest = Partial<Omit<Parameters<typeof send>[2], 'options'>> & {
	options?: Partial<IHttpRequestOptions>;
};

interface FakeVendorOptions {
	/** Fields of the credential. */
	credential?: object;
	/** What the vendor has beside `silent`. */
	vendor?: Partial<Vendor>;
	/** What n8n's context has beside the usual. */
	context?: object;
}

/** A vendor without a form of errors of its own. */
export const silent: Vendor = {
	name: 'Vendor',
	credential: 'vApi',
	secrets: ['key'],
	confidential: ['text', 'inner'],
	failure: () => undefined,
	payload: (body: unknown) => body as IDataObject,
};

/** Each fake vendor has an account of its own, as accounts are remembered in the process. */
let accounts = 0;

function createContext(
	credential: ICredentialDataDecryptedObject,
	respond: FakeContext['respond'],
	context: object | undefined,
) {
	return {
		getNode: () => ({ name: 'N', type: 't', typeVersion: 1, parameters: {} }),
		getItemIndex: () => 2,
		getExecutionCancelSignal: () => undefined,
		getCredentials: async () => credential,
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => await respond(options, undefined),
			httpRequestWithAuthentication: async (
				_type: string,
				options: IHttpRequestOptions,
				{
					credentialsDecrypted,
				}: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
			) => await respond(options, credentialsDecrypted.data),
		},
		...context,
	};
}

interface FakeContext {
	respond(options: IHttpRequestOptions, data: FakeRequest['data']): Promise<FakeAnswer>;
}

/**
 * Sends requests to a vendor without a server: n8n's request helper gives the answers.
 *
 * @param answers an answer, or an error without one, for each request; the last one is repeated
 * @returns `asked`: the requests; `at`: when they were sent; `go`: sends a request; `words`: sends a request and gives the
 * message of its error, or `nothing`; `from`: n8n's context; `known`: the credential
 */
export function vendorOf(
	answers: Array<FakeAnswer | Error>,
	{ credential, vendor, context }: FakeVendorOptions = {},
) {
	const asked: FakeRequest[] = [];
	const at: number[] = [];
	const known: ICredentialDataDecryptedObject = {
		baseUrl: 'https://vendor.example/',
		key: `secret-of-${(accounts += 1)}`,
		...credential,
	};
	const respond: FakeContext['respond'] = async (options, data) => {
		asked.push({ ...options, data });
		at.push(Date.now());
		const answer = answers[Math.min(asked.length, answers.length) - 1];
		if (answer instanceof Error) throw answer;
		return { statusCode: 200, headers: {}, body: {}, ...answer };
	};
	const from = createContext(known, respond, context);
	const go = async ({ options, ...request }: TestRequest = {}) =>
		await send(
			from as unknown as IExecuteFunctions & Context,
			{ ...silent, ...vendor },
			{ reads: true, ...request, options: { method: 'GET', url: '/x', ...options } },
		);
	const words = async (request?: TestRequest): Promise<string> =>
		await go(request).then(
			() => 'nothing',
			(error: Error) => error.message,
		);
	return { asked, at, from, go, words, known };
}

/** An error of the connection, with Node's code for it. */
export const broken = (code: string): Error => Object.assign(new Error(code), { code });

export const status = (
	statusCode: number,
	body: unknown = {},
	headers: IDataObject = {},
): FakeAnswer => ({ statusCode, body, headers });
