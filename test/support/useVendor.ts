/** What the tests of a vendor's action node share: a sandbox, and calls of the node with a credential for it. */

import { authenticateRequest, runNode, searchList, testCredential } from './engine';
import { Sandbox } from './sandbox/server';
import type { IHttpRequestOptions, INodeListSearchResult } from 'n8n-workflow';
import type { CredentialTestResult, ListRequest, NodeFailure, NodeResult, NodeRun } from './engine';
import type { VendorSupport } from './vendors';

type Fixed = 'node' | 'parameters' | 'credentials';

/** Settings of a run beside its parameters; `credential` changes fields of the credential. */
export type RunOptions = Omit<NodeRun, Fixed> & { credential?: object };

/** Settings of a list beside its method. */
export type SearchOptions = Omit<ListRequest, Fixed | 'method'> &
	Pick<RunOptions, 'credential'> & { parameters?: Record<string, unknown> };

export interface VendorClient<State> {
	/** Running while the tests of the file run, and reset before each of them. */
	sandbox: Sandbox<State>;
	/** @returns the fields of a credential for the sandbox */
	credentialData(fields?: object): Record<string, unknown>;
	/** Runs the action node. */
	run(parameters: Record<string, unknown>, options?: RunOptions): Promise<NodeResult>;
	/** Calls a list search method of the action node. */
	search(method: string, options?: SearchOptions): Promise<INodeListSearchResult>;
	/** Tests the credential as n8n does. */
	testCredential(fields?: object): Promise<CredentialTestResult>;
	/** Adds the credential to a request of another node. */
	authenticate(
		options: Partial<IHttpRequestOptions>,
		fields?: object,
	): Promise<IHttpRequestOptions>;
}

/**
 * Starts the sandbox of a vendor before the tests of a file, resets it before each, and closes it after the last. The
 * node retries nothing unless the test sets `maxRetryTime`.
 *
 * @param common returns the fields that each credential of the file has, beside those of the vendor
 */
export function useVendor<State>(
	vendor: VendorSupport<string, State>,
	common: () => object = () => ({}),
): VendorClient<State> {
	const { key: node, credentialType } = vendor;
	const sandbox = new Sandbox(vendor.sandbox);
	const credentialData = (fields?: object) => ({
		...vendor.credentialData(sandbox.url),
		maxRetryTime: 0,
		...common(),
		...fields,
	});
	const credentials = (fields?: object) => ({ [credentialType]: credentialData(fields) });

	beforeAll(async () => {
		await sandbox.start();
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.close());

	return {
		sandbox,
		credentialData,
		run: async (parameters, { credential, ...options } = {}) =>
			await runNode({ node, credentials: credentials(credential), parameters, ...options }),
		search: async (method, { credential, parameters = {}, ...options } = {}) =>
			await searchList({
				node,
				credentials: credentials(credential),
				parameters,
				method,
				...options,
			}),
		testCredential: async (fields) => await testCredential(credentialType, credentialData(fields)),
		authenticate: async (options, fields) =>
			await authenticateRequest(credentialType, credentialData(fields), options),
	};
}

/**
 * Everything of an error that a user may see, except the error itself, in which n8n puts the node with its parameters.
 */
export const textOfError = (error: NodeFailure | undefined): string =>
	JSON.stringify([
		error?.message,
		error?.description,
		error?.messages,
		error?.context,
		error?.cause,
		error?.stack,
	]);
