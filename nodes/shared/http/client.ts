import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	NodeApiError,
} from 'n8n-workflow';

import type { ApiFailure, HttpResponse, RequestContext, Vendor } from '../types';
import { delay } from '../util/delay';
import { pauseAccount, runLimited } from './accountLimiter';
import { allowedDomainsOf } from './allowedDomains';
import { createApiError } from './errors';
import type { ErrorContext } from './errors';
import { parseFailure } from './parseFailure';
import {
	backoffDelay,
	MAX_RETRIES,
	MIN_RATE_LIMIT_DELAY_MS,
	parseRetryAfter,
	RETRYABLE_STATUSES,
} from './retryPolicy';
import { accountKey, getSessionToken, LoginRefusedError } from './sessionTokens';
import { executeHttpRequest, toNetworkFailure } from './transport';
import type { NetworkFailure } from './transport';

/** A request of an operation or a pick list. */
export interface ApiRequest {
	/** Method, path, query and body; n8n's own options such as timeout and proxy go through untouched. */
	options: IHttpRequestOptions;
	/** The credential field with the address, `baseUrl` unless the vendor has several. */
	baseUrlField?: string;
	/** Whether it goes without authentication. */
	isPublic?: boolean;
	/** Whether the request changes nothing at the vendor, so that repeating it does no harm. */
	isRead: boolean;
	/** The display name of the field behind a name on the wire. */
	fieldName?: (wireName: string) => string | undefined;
}

/** The errors after which nobody knows whether a write was carried out. */
const unknownOutcomes = new WeakSet<object>();

/** Whether an error leaves open if a write was carried out, so that it must not be sent again. */
export const isOutcomeUnknown = (error: object): boolean => unknownOutcomes.has(error);

/** How often a request may find its token refused: another process, or another session, may revoke it meanwhile. */
const MAX_LOGINS = 2;

const signalOf = (context: RequestContext) =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** Every text and number under a sensitive key, or in an object under one, however deep in the body. */
function sensitiveValues(vendor: Vendor, value: unknown, inside = false): string[] {
	if (typeof value !== 'object' || value === null)
		return inside && ['string', 'number'].includes(typeof value) ? [String(value)] : [];
	return Object.entries(value).flatMap(([name, inner]) =>
		sensitiveValues(vendor, inner, inside || vendor.sensitiveKeys.includes(name)),
	);
}

/** The address of the API without a trailing slash. @throws NodeApiError when the credential has no usable one */
function resolveBaseUrl(
	errorContext: ErrorContext,
	vendor: Vendor,
	credential: ICredentialDataDecryptedObject,
	base: string,
): string {
	const address = String(credential[base] ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (/^https?:\/\/[^\s/?#]/i.test(address)) return address;
	const message =
		address === ''
			? 'the credential has no base URL'
			: 'the base URL in the credential is no web address';
	throw createApiError(errorContext, vendor, {
		message,
		hint: 'Enter one that begins with https:// in the credential.',
	});
}

/** A number of the credential, which an older credential may lack. */
const numberOr = (value: unknown, otherwise: number) =>
	Number.isFinite(Number(value)) ? Number(value) : otherwise;

/**
 * Sends a request with the credential of its own item and gives back the answer of a success: it logs in where the
 * vendor wants that, keeps to the account's limit of concurrent requests, waits where the vendor asks for it, and repeats what can
 * be repeated without harm.
 *
 * @param context the operation's or pick list's context
 * @param vendor whose API it is
 * @param request what to send
 * @returns the parsed body; undefined where the answer has none
 * @throws NodeApiError with the vendor's own words, the status, and what to do next; `isOutcomeUnknown` tells whether a
 * write may have been carried out all the same
 */
export async function sendRequest(
	context: RequestContext,
	vendor: Vendor,
	request: ApiRequest,
): Promise<IDataObject | undefined> {
	const { options, isRead, isPublic } = request;
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
		vendor.credential,
	);
	const redacted = [
		...vendor.secretFields.map((name) => String(credential[name] ?? '').trim()),
		...sensitiveValues(vendor, options.body),
	];
	const itemIndex = 'getItemIndex' in context ? context.getItemIndex() : undefined;
	const errorContext: ErrorContext = { node: context.getNode(), itemIndex, redacted };
	const nothingSent =
		itemIndex === undefined ? 'Nothing was sent' : 'Nothing was sent for this item';
	const problem = vendor.credentialProblem?.(credential);
	if (problem)
		throw createApiError(errorContext, vendor, {
			message: problem,
			hint: 'Correct it, then try again.',
			description: `${nothingSent}.`,
		});
	const requestName = vendor.describeRequest?.(options);
	const description = `The request was ${options.method} ${options.url}${requestName ? ` (${requestName})` : ''}.`;
	const url =
		resolveBaseUrl(errorContext, vendor, credential, request.baseUrlField ?? 'baseUrl') +
		options.url;
	const domains = allowedDomainsOf(errorContext.node, vendor, credential, options.allowedDomains);
	if (!domains.isAllowed(url)) {
		throw createApiError(errorContext, vendor, {
			message: 'the credential may not be used with the address in it',
			hint: 'Let its owner add the host under Allowed Domains in the credential.',
			description: `${nothingSent}.`,
		});
	}
	const account = accountKey(vendor, credential);
	const signal = signalOf(context);
	const maxConcurrent = Math.max(1, numberOr(credential.maxConcurrentRequests, 50));
	// Somebody looks at a pick list while it loads; nobody waits for a poll.
	const maxRetryMs =
		itemIndex === undefined && !('__emit' in context)
			? 3_000
			: Math.max(0, numberOr(credential.maxRetryTime, 60)) * 1000;

	/** The credential with a live token. */
	const authenticate = async (
		refused?: string,
	): Promise<ICredentialDataDecryptedObject | undefined> => {
		if (isPublic) return undefined;
		if (!vendor.session) return credential;
		resolveBaseUrl(errorContext, vendor, credential, 'baseUrl');
		const { proxy, timeout, skipSslCertificateValidation } = options;
		const network = {
			proxy,
			timeout,
			skipSslCertificateValidation,
			allowedDomains: domains.allowed,
		};
		const httpRequest = async (logIn: IHttpRequestOptions): Promise<unknown> =>
			await context.helpers.httpRequest({ ...network, ...logIn });
		try {
			const token = await getSessionToken(
				{ httpRequest },
				vendor,
				vendor.session,
				credential,
				refused,
			);
			redacted.push(token);
			return { ...credential, [vendor.session.tokenField]: token };
		} catch (error) {
			const refusal = error instanceof LoginRefusedError ? error : undefined;
			throw createApiError(errorContext, vendor, {
				message: refusal?.message ?? `the log-in got no answer: ${toNetworkFailure(error).reason}`,
				status: refusal?.httpStatus,
				hint: refusal
					? undefined
					: 'Check the base URL in the credential and the connection, then try again.',
				description: `${nothingSent}: the log-in comes first.`,
			});
		}
	};

	const unknownOutcome = (message: string, status?: number) => {
		const error = createApiError(errorContext, vendor, {
			message: `${message.trim().replace(/[.\s]+$/, '')}, so the request may or may not have been carried out`,
			status,
			hint: `Look at ${vendor.name} whether it was, before you send it again.`,
			description,
		});
		unknownOutcomes.add(error);
		return error;
	};
	const refused = ({ message, status, field: wireName, hint }: ApiFailure) => {
		const field = wireName === undefined ? undefined : request.fieldName?.(wireName);
		return createApiError(errorContext, vendor, {
			message,
			status,
			hint: hint ?? (field ? `Check ${field}.` : undefined),
			description,
		});
	};

	let data = await authenticate();
	let logins = 0;
	let waitedMs = 0;
	for (let attempt = 0; ; attempt += 1) {
		const result = await runLimited(
			account,
			maxConcurrent,
			signal,
			async (): Promise<HttpResponse | NetworkFailure> => {
				try {
					return await executeHttpRequest(
						context,
						vendor,
						{ ...options, allowedDomains: domains.allowed },
						url,
						data,
					);
				} catch (error) {
					return toNetworkFailure(error);
				}
			},
		);
		if (result === undefined || (signal?.aborted && 'neverSent' in result && isRead)) {
			throw createApiError(errorContext, vendor, {
				message: 'the execution was cancelled',
				hint: `${nothingSent}.`,
			});
		}

		let delayMs: number | undefined;
		let toRequestError: () => NodeApiError;
		if ('neverSent' in result) {
			const isRepeatable = isRead || result.neverSent;
			if (isRepeatable && attempt < MAX_RETRIES) delayMs = backoffDelay(attempt);
			toRequestError = () =>
				isRepeatable
					? createApiError(errorContext, vendor, {
							message: `could not be reached: ${result.reason}`,
							hint: 'Check the base URL in the credential and the connection, then try again.',
							description,
						})
					: unknownOutcome(`gave no answer (${result.reason})`);
		} else {
			const failure = parseFailure(vendor, result);
			const { body } = result;
			if (!failure)
				return body === '' || body === null ? undefined : (body as IDataObject | undefined);
			const status = failure.status ?? result.status;
			if (status === 401 && vendor.session && !isPublic && logins < MAX_LOGINS) {
				logins += 1;
				data = await authenticate(String(data?.[vendor.session.tokenField]));
				continue;
			}
			const unclear = !isRead && (status >= 500 || failure.isOutcomeUnknown);
			toRequestError = () =>
				unclear ? unknownOutcome(failure.message, status) : refused({ ...failure, status });
			if (status === 429) {
				delayMs = Math.max(
					MIN_RATE_LIMIT_DELAY_MS,
					parseRetryAfter(result.headers) ?? backoffDelay(attempt),
				);
				pauseAccount(account, Math.min(delayMs, maxRetryMs));
			} else if (isRead && RETRYABLE_STATUSES.includes(status) && attempt < MAX_RETRIES) {
				delayMs = parseRetryAfter(result.headers) ?? backoffDelay(attempt);
			}
		}
		if (delayMs === undefined || waitedMs + delayMs > maxRetryMs || signal?.aborted)
			throw toRequestError();
		waitedMs += delayMs;
		await delay(delayMs, signal);
	}
}
