import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	NodeApiError,
} from 'n8n-workflow';

import { domainsOf } from './domains';
import { failureOf, vendorError } from './errors';
import type { Scene } from './errors';
import { exchange, retryAfter, silenceOf } from './exchange';
import type { Silence } from './exchange';
import { pause, through, wait } from './gate';
import { accountKey, LogInRefused, tokenFor } from './session';
import type { Answer, Context, Failure, Vendor } from './vendor';

/** A request of an operation or a pick list. */
export interface Request {
	/** Method, path, query and body; n8n's own options such as timeout and proxy go through untouched. */
	options: IHttpRequestOptions;
	/** The credential field with the address, `baseUrl` unless the vendor has several. */
	base?: string;
	/** Whether it goes without authentication. */
	open?: boolean;
	/** Whether the request changes nothing at the vendor, so that repeating it does no harm. */
	reads: boolean;
	/** The display name of the field behind a name on the wire. */
	fieldName?: (wireName: string) => string | undefined;
}

/** The errors after which nobody knows whether a write was carried out. */
const unknownFates = new WeakSet<object>();

/** Whether an error leaves open if a write was carried out, so that it must not be sent again. */
export const isFateUnknown = (error: object): boolean => unknownFates.has(error);

/** Statuses of a gateway or an overload, which pass. */
const PASSING = [502, 503, 504];
/** How often a request is repeated that got no answer, or one of a gateway. */
const MOST_REPEATS = 3;
/** How often a request may find its token refused: another process, or another session, may revoke it meanwhile. */
const MOST_LOG_INS = 2;
/** The first wait where the vendor does not say how long, doubled each time, in milliseconds. */
const FIRST_WAIT = 500;
/** The shortest wait after a 429, in milliseconds: a vendor that says "at once" again and again must come to an end. */
const SHORTEST_WAIT = 100;
/** The longest single wait where the vendor does not say how long, in milliseconds. */
const LONGEST_WAIT = 20_000;

const signalOf = (context: Context) =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** Every text and number under a confidential name, or in an object under one, however deep in the body. */
function confidentialValues(vendor: Vendor, value: unknown, inside = false): string[] {
	if (typeof value !== 'object' || value === null)
		return inside && ['string', 'number'].includes(typeof value) ? [String(value)] : [];
	return Object.entries(value).flatMap(([name, inner]) =>
		confidentialValues(vendor, inner, inside || vendor.confidential.includes(name)),
	);
}

/** The address of the API without a trailing slash. @throws NodeApiError when the credential has no usable one */
function addressOf(
	scene: Scene,
	vendor: Vendor,
	credential: ICredentialDataDecryptedObject,
	base: string,
): string {
	const address = String(credential[base] ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (/^https?:\/\/[^\s/?#]/i.test(address)) return address;
	const words =
		address === ''
			? 'the credential has no base URL'
			: 'the base URL in the credential is no web address';
	throw vendorError(scene, vendor, {
		words,
		next: 'Enter one that begins with https:// in the credential.',
	});
}

/** A number of the credential, which an older credential may lack. */
const numberOr = (value: unknown, otherwise: number) =>
	Number.isFinite(Number(value)) ? Number(value) : otherwise;

/** The next wait where the vendor does not say how long: doubled each time, and never the same for all. */
const backOff = (tries: number) =>
	Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (0.5 + Math.random() / 2);

/**
 * Sends a request with the credential of its own item and gives back the answer of a success: it logs in where the
 * vendor wants that, keeps to the account's places, waits where the vendor asks for patience, and repeats what can be
 * repeated without harm.
 *
 * @param context the operation's or pick list's context
 * @param vendor whose API it is
 * @param request what to send
 * @returns the parsed body; undefined where the answer has none
 * @throws NodeApiError with the vendor's own words, the status, and what to do next; `isFateUnknown` tells whether a
 * write may have been carried out all the same
 */
export async function send(
	context: Context,
	vendor: Vendor,
	request: Request,
): Promise<IDataObject | undefined> {
	const { options, reads, open } = request;
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
		vendor.credential,
	);
	const hidden = [
		...vendor.secrets.map((name) => String(credential[name] ?? '').trim()),
		...confidentialValues(vendor, options.body),
	];
	const itemIndex = 'getItemIndex' in context ? context.getItemIndex() : undefined;
	const scene: Scene = { node: context.getNode(), itemIndex, hidden };
	const nothing = itemIndex === undefined ? 'Nothing was sent' : 'Nothing was sent for this item';
	const problem = vendor.credentialProblem?.(credential);
	if (problem)
		throw vendorError(scene, vendor, {
			words: problem,
			next: 'Correct it, then try again.',
			about: `${nothing}.`,
		});
	const command = vendor.command?.(options);
	const about = `The request was ${options.method} ${options.url}${command ? ` (${command})` : ''}.`;
	const url = addressOf(scene, vendor, credential, request.base ?? 'baseUrl') + options.url;
	const domains = domainsOf(scene.node, vendor, credential, options.allowedDomains);
	if (!domains.include(url)) {
		throw vendorError(scene, vendor, {
			words: 'the credential may not be used with the address in it',
			next: 'Let its owner add the host under Allowed Domains in the credential.',
			about: `${nothing}.`,
		});
	}
	const account = accountKey(vendor, credential);
	const signal = signalOf(context);
	const places = Math.max(1, numberOr(credential.requestsAtOnce, 50));
	// Somebody looks at a pick list while it loads; nobody waits for a poll.
	const patience =
		itemIndex === undefined && !('__emit' in context)
			? 3_000
			: Math.max(0, numberOr(credential.patience, 60)) * 1000;

	/** The credential with a live token. */
	const signed = async (refused?: string): Promise<ICredentialDataDecryptedObject | undefined> => {
		if (open) return undefined;
		if (!vendor.session) return credential;
		addressOf(scene, vendor, credential, 'baseUrl');
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
			const token = await tokenFor({ httpRequest }, vendor, vendor.session, credential, refused);
			hidden.push(token);
			return { ...credential, [vendor.session.property]: token };
		} catch (error) {
			const refusal = error instanceof LogInRefused ? error : undefined;
			throw vendorError(scene, vendor, {
				words: refusal?.message ?? `the log-in got no answer: ${silenceOf(error).reason}`,
				status: refusal?.httpStatus,
				next: refusal
					? undefined
					: 'Check the base URL in the credential and the connection, then try again.',
				about: `${nothing}: the log-in comes first.`,
			});
		}
	};

	const unknownFate = (words: string, status?: number) => {
		const error = vendorError(scene, vendor, {
			words: `${words.trim().replace(/[.\s]+$/, '')}, so the request may or may not have been carried out`,
			status,
			next: `Look at ${vendor.name} whether it was, before you send it again.`,
			about,
		});
		unknownFates.add(error);
		return error;
	};
	const refused = ({ words, status, field: wireName, next }: Failure) => {
		const field = wireName === undefined ? undefined : request.fieldName?.(wireName);
		return vendorError(scene, vendor, {
			words,
			status,
			next: next ?? (field ? `Check ${field}.` : undefined),
			about,
		});
	};

	let data = await signed();
	let logIns = 0;
	let waited = 0;
	for (let tries = 0; ; tries += 1) {
		const result = await through(account, places, signal, async (): Promise<Answer | Silence> => {
			try {
				return await exchange(
					context,
					vendor,
					{ ...options, allowedDomains: domains.allowed },
					url,
					data,
				);
			} catch (error) {
				return silenceOf(error);
			}
		});
		if (result === undefined || (signal?.aborted && 'unsent' in result && reads)) {
			throw vendorError(scene, vendor, {
				words: 'the execution was cancelled',
				next: `${nothing}.`,
			});
		}

		let again: number | undefined;
		let giveUp: () => NodeApiError;
		if ('unsent' in result) {
			const harmless = reads || result.unsent;
			if (harmless && tries < MOST_REPEATS) again = backOff(tries);
			giveUp = () =>
				harmless
					? vendorError(scene, vendor, {
							words: `could not be reached: ${result.reason}`,
							next: 'Check the base URL in the credential and the connection, then try again.',
							about,
						})
					: unknownFate(`gave no answer (${result.reason})`);
		} else {
			const failure = failureOf(vendor, result);
			const { body } = result;
			if (!failure)
				return body === '' || body === null ? undefined : (body as IDataObject | undefined);
			const status = failure.status ?? result.status;
			if (status === 401 && vendor.session && !open && logIns < MOST_LOG_INS) {
				logIns += 1;
				data = await signed(String(data?.[vendor.session.property]));
				continue;
			}
			const unclear = !reads && (status >= 500 || failure.unclear);
			giveUp = () =>
				unclear ? unknownFate(failure.words, status) : refused({ ...failure, status });
			if (status === 429) {
				again = Math.max(SHORTEST_WAIT, retryAfter(result.headers) ?? backOff(tries));
				pause(account, Math.min(again, patience));
			} else if (reads && PASSING.includes(status) && tries < MOST_REPEATS) {
				again = retryAfter(result.headers) ?? backOff(tries);
			}
		}
		if (again === undefined || waited + again > patience || signal?.aborted) throw giveUp();
		waited += again;
		await wait(again, signal);
	}
}
