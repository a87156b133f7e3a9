import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	JsonObject,
} from 'n8n-workflow';

import { failureOf, vendorError } from './errors';
import type { Scene } from './errors';
import { LogInRefused, tokenFor } from './session';
import type { Answer, Context, Vendor } from './vendor';

/** A request of an operation or a pick list. */
export interface Request {
	/** Method, path, query and body; n8n's own options such as timeout and proxy go through untouched. */
	options: IHttpRequestOptions;
	/** The credential field with the address, `baseUrl` unless the vendor has several. */
	base?: string;
	/** Whether it goes without authentication. */
	open?: boolean;
	/** Whether the request changes nothing at the vendor, so that nothing hangs on whether it arrived. */
	reads: boolean;
	/** The display name of the field behind a name on the wire. */
	fieldName?: (wireName: string) => string | undefined;
}

const at = (context: Context): number | undefined => ('getItemIndex' in context ? context.getItemIndex() : undefined);

/** Every text and number under a confidential name, however deep in the body. */
function confidentialValues(vendor: Vendor, value: unknown, found: string[] = []): string[] {
	if (typeof value !== 'object' || value === null) return found;
	for (const [name, inner] of Object.entries(value)) {
		if (vendor.confidential.includes(name) && typeof inner !== 'object') found.push(String(inner));
		else confidentialValues(vendor, inner, found);
	}
	return found;
}

/** The address of the API without a trailing slash. @throws NodeApiError when the credential has no usable one */
function addressOf(scene: Scene, vendor: Vendor, credential: ICredentialDataDecryptedObject, base: string): string {
	const address = String(credential[base] ?? '').trim().replace(/\/+$/, '');
	if (/^https?:\/\/[^\s/?#]+/i.test(address)) return address;
	const words = address === '' ? 'the credential has no base URL' : 'the base URL in the credential is no web address';
	throw vendorError(scene, vendor, { words, next: 'Enter one that begins with https:// in the credential.' });
}

/** The reason n8n gives for a request without an answer, e.g. a refused connection, without the address. */
function reasonOf(error: unknown): string {
	const { message = '', code, cause } = error as { message?: string; code?: string; cause?: { code?: string } };
	const known = code ?? cause?.code ?? /\b(E[A-Z]{4,}|ERR_[A-Z_]+)\b/.exec(message)?.[1];
	return message && !/^E[A-Z]+|^ERR_|https?:/.test(message) ? message : `no connection${known ? ` (${known})` : ''}`;
}

/** Sends one request as it is and gives back whatever was answered. @throws NodeApiError when nothing was answered */
async function exchange(
	context: Context,
	scene: Scene,
	vendor: Vendor,
	request: Request,
	data: ICredentialDataDecryptedObject,
): Promise<Answer> {
	const url = addressOf(scene, vendor, data, request.base ?? 'baseUrl') + request.options.url;
	const { baseURL: _base, ...given } = request.options;
	const options = { ...given, url, json: true, returnFullResponse: true, ignoreHttpStatusErrors: true };
	const credentialsDecrypted = { id: '', name: vendor.name, type: vendor.credential, data };
	try {
		const response = (await (request.open
			? context.helpers.httpRequest(options)
			: context.helpers.httpRequestWithAuthentication.call(context, vendor.credential, options, {
					credentialsDecrypted,
				}))) as { statusCode: number; body: unknown };
		return { status: response.statusCode, body: response.body };
	} catch (error) {
		const reason = reasonOf(error);
		throw vendorError(scene, vendor, {
			words: request.reads ? `could not be read: ${reason}` : `gave no answer, so the request may or may not have been carried out: ${reason}`,
			next: request.reads
				? 'Check the base URL in the credential and the connection, then try again.'
				: `Look at ${vendor.name} whether it was, before you send it again.`,
		});
	}
}

/**
 * Sends a request with the credential of its own item, logs in where the vendor wants that, and gives back the answer
 * of a success.
 *
 * @param context the operation's or pick list's context
 * @param vendor whose API it is
 * @param request what to send
 * @returns the parsed body; undefined where the answer has none
 * @throws NodeApiError with the vendor's own words, the status, and what to do next
 */
export async function send(context: Context, vendor: Vendor, request: Request): Promise<IDataObject | undefined> {
	const node: INode = context.getNode();
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(vendor.credential);
	const hidden = [
		...vendor.secrets.map((name) => String(credential[name] ?? '')),
		...confidentialValues(vendor, request.options.body),
	];
	const scene: Scene = { node, itemIndex: at(context), hidden };
	const { method = 'GET', url } = request.options;
	const about = `The request was ${method} ${url}.`;

	const { session } = vendor;
	const { proxy, timeout, skipSslCertificateValidation, allowedDomains } = request.options;
	const helpers = {
		...context.helpers,
		httpRequest: async (options: IHttpRequestOptions): Promise<unknown> =>
			await context.helpers.httpRequest({ proxy, timeout, skipSslCertificateValidation, allowedDomains, ...options }),
	};
	const logIn = async (refused?: string): Promise<ICredentialDataDecryptedObject> => {
		if (!session || request.open) return credential;
		addressOf(scene, vendor, credential, 'baseUrl');
		try {
			const token = await tokenFor(helpers, vendor, session, credential, refused);
			hidden.push(token);
			return { ...credential, [session.property]: token };
		} catch (error) {
			const refusal = error instanceof LogInRefused ? error : undefined;
			throw vendorError(scene, vendor, {
				words: refusal?.message ?? `the log-in got no answer: ${reasonOf(error)}`,
				status: refusal?.httpStatus,
				next: refusal ? undefined : 'Check the base URL in the credential and the connection, then try again.',
				about: 'Nothing was sent for this item: the log-in comes first.',
			});
		}
	};

	let data = await logIn();
	let answer = await exchange(context, scene, vendor, request, data);
	if (answer.status === 401 && session && !request.open) {
		data = await logIn(data[session.property] as string);
		answer = await exchange(context, scene, vendor, request, data);
	}

	const failure = failureOf(vendor, answer);
	if (failure) {
		const field = failure.field === undefined ? undefined : request.fieldName?.(failure.field);
		throw vendorError(scene, vendor, {
			words: failure.words,
			status: failure.status ?? answer.status,
			next: field ? `Check ${field}.` : undefined,
			about,
		});
	}
	const { body } = answer;
	return body === '' || body === null ? undefined : (body as IDataObject | JsonObject as IDataObject | undefined);
}
