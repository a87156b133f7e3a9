import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { RequestContext, Vendor } from '../types';
import { accountKey, tokenIn } from './accountKey';
import { allowedDomainsOf } from './allowedDomains';
import { cleanCredential, CREDENTIAL_HINT, findCredentialProblem } from './credentialValues';
import { createApiError } from './errors';
import type { ErrorContext } from './errors';
import type { RetryBudget } from './retryPolicy';

/** For credentials that were saved without these fields. */
const DEFAULT_CONCURRENCY = 50;
const DEFAULT_RETRY_SECONDS = 60;

/** A request of an operation, a pick list or a trigger. */
export interface ApiRequest {
	/** Method, path, query and body; n8n's own options such as timeout and proxy are passed on. */
	options: IHttpRequestOptions;
	/** The credential field with the address, `baseUrl` unless the vendor has several. It is a required field. */
	baseUrlField?: string;
	/** Whether it is sent without authentication. */
	isPublic?: boolean;
	/** Whether the request changes nothing at the vendor, so that repeating it does no harm. */
	isRead: boolean;
	/** How long it may wait for retries in all, in milliseconds; what the credential says if it is left out. */
	retryBudgetMs?: number;
	/** The display name of the field behind a name on the wire. */
	fieldName?: (wireName: string) => string | undefined;
}

/** A request with everything that stays the same from one attempt to the next. */
export interface PreparedRequest {
	context: RequestContext;
	vendor: Vendor;
	request: ApiRequest;
	credential: ICredentialDataDecryptedObject;
	/** n8n's request options, with the whole address, limited to the domains that the credential allows. */
	options: IHttpRequestOptions;
	/** Identifies the account among all requests of this process. */
	account: string;
	maxConcurrent: number;
	/** How long it may wait, which its log-in and all its attempts share. */
	budget: RetryBudget;
	/** The execution's cancel signal. */
	signal: AbortSignal | undefined;
	/** Each new session token is added to the redacted values. */
	errorContext: ErrorContext & { redacted: string[] };
	/** `Nothing was sent`, for errors before the first attempt. */
	nothingSent: string;
}

/** Every text and number under a sensitive key, at any depth. */
function sensitiveValues(value: unknown, keys: readonly string[], isSensitive = false): string[] {
	if (typeof value !== 'object' || value === null)
		return isSensitive && ['string', 'number'].includes(typeof value) ? [String(value)] : [];
	return Object.entries(value).flatMap(([key, inner]) =>
		sensitiveValues(inner, keys, isSensitive || keys.includes(key)),
	);
}

/** A number of a credential, which may be an expression that gives nothing. */
const numberOr = (value: unknown, fallback: number): number => {
	const isGiven = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
	return isGiven && Number.isFinite(Number(value)) ? Number(value) : fallback;
};

/**
 * n8n's options with the whole address.
 *
 * @throws NodeApiError if the credential cannot be used for this request
 */
function resolveOptions(
	{ vendor, request, credential, errorContext }: Omit<PreparedRequest, 'options'>,
	description: string,
): IHttpRequestOptions {
	const problem = findCredentialProblem(vendor, credential);
	if (problem)
		throw createApiError(errorContext, vendor, {
			message: problem,
			hint: CREDENTIAL_HINT,
			description,
		});
	const { baseUrlField = 'baseUrl', options } = request;
	const url = `${credential[baseUrlField] as string}${options.url}`;
	const domains = allowedDomainsOf(errorContext.node, vendor, credential, options.allowedDomains);
	if (!domains.isAllowed(url))
		throw createApiError(errorContext, vendor, {
			message: 'the credential may not be used with the address in it',
			hint: 'Let its owner add the host under Allowed Domains in the credential.',
			description,
		});
	return { ...options, url, allowedDomains: domains.allowed };
}

/**
 * Collects what the attempts of a request need.
 *
 * @throws NodeApiError if the credential cannot be used for this request
 */
export async function prepareRequest(
	context: RequestContext,
	vendor: Vendor,
	request: ApiRequest,
): Promise<PreparedRequest> {
	const credential = cleanCredential(
		await context.getCredentials<ICredentialDataDecryptedObject>(vendor.credential),
	);
	const secrets = vendor.secretFields.map((name) => tokenIn(credential[name]));
	const { body } = request.options;
	const redacted = [...secrets, ...sensitiveValues(body, vendor.secretKeys ?? [])];
	const sentTexts = sensitiveValues(body, vendor.sensitiveKeys);
	const itemIndex = 'getItemIndex' in context ? context.getItemIndex() : undefined;
	const nothingSent =
		itemIndex === undefined ? 'Nothing was sent' : 'Nothing was sent for this item';
	const maxRetrySeconds = numberOr(credential.maxRetryTime, DEFAULT_RETRY_SECONDS);
	const prepared = {
		context,
		vendor,
		request,
		credential,
		account: accountKey(vendor, credential),
		maxConcurrent: Math.max(1, numberOr(credential.maxConcurrentRequests, DEFAULT_CONCURRENCY)),
		budget: {
			limitMs: request.retryBudgetMs ?? Math.max(0, maxRetrySeconds) * 1000,
			spentMs: 0,
		},
		signal: 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
		errorContext: { node: context.getNode(), itemIndex, redacted, sentTexts },
		nothingSent,
	};
	return { ...prepared, options: resolveOptions(prepared, `${nothingSent}.`) };
}
