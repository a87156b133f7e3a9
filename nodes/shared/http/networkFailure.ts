/** A request that got no response, or not all of one. */
export interface NetworkFailure {
	/** Why, in plain words. */
	reason: string;
	/** Whether it certainly did not reach the vendor, so that it can be sent again without harm. */
	neverSent: boolean;
	/** Whether it would fail in the same way again. */
	isPermanent?: boolean;
	/** What to do next, if it is not the base URL and the connection that need a check. */
	hint?: 'address' | 'allowedDomains' | 'certificate' | 'ssrf';
}

/** What an error tells about the connection, as far as n8n passes it on. */
interface ErrorPart {
	name?: string;
	message?: string;
	code?: unknown;
	/** The system call that failed, as Node.js names it. */
	syscall?: string;
	/** The parts of an `AggregateError`: one for each address of the host that was tried. */
	errors?: unknown;
	cause?: unknown;
	/** What n8n's errors were made from, if it was no error. */
	errorResponse?: unknown;
	isAxiosError?: boolean;
	response?: unknown;
	request?: { socket?: { secureConnecting?: boolean } | null };
	/** Every error that n8n throws itself has one. */
	level?: unknown;
}

/** How deep causes are followed. n8n's error has the one of its HTTP library as its cause, and that one Node.js's own. */
const MAX_DEPTH = 6;

/** The errors in an error: itself, its causes, and what an `AggregateError` holds. */
function partsOf(error: unknown, depth = 0): ErrorPart[] {
	if (typeof error !== 'object' || error === null || depth === MAX_DEPTH) return [];
	const part = error as ErrorPart;
	const inner = Array.isArray(part.errors) ? (part.errors as unknown[]) : [];
	return [
		part,
		...[part.cause, part.errorResponse, ...inner].flatMap((cause) => partsOf(cause, depth + 1)),
	];
}

const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that n8n does not know',
	UNABLE_TO_GET_ISSUER_CERT: 'it is signed by an authority that n8n does not know',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it is signed by an authority that n8n does not know',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it is signed by an authority that n8n does not know',
	CERT_HAS_EXPIRED: 'it has expired',
	CERT_NOT_YET_VALID: 'it is not valid yet',
	CERT_REVOKED: 'it was revoked',
	ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another host',
	HOSTNAME_MISMATCH: 'it belongs to another host',
};

/** The other results of OpenSSL's check of a certificate, as Node.js names them. */
const CERTIFICATE_CODE =
	/^(UNABLE_TO_|CERT_|CRL_|ERROR_IN_C|ERR_TLS_CERT_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$)/;

/** What says in a TLS error that the other side speaks no TLS. */
const NO_TLS = /wrong.version.number|packet.length.too.long|unknown.protocol|http.request/i;

/** What says in a TLS error that it came before the connection was secure. An alert may also come afterwards. */
const HANDSHAKE =
	/handshake.failure|unsupported.protocol|protocol.version|unrecognized.name|no.(shared.cipher|ciphers?|protocols?).(available|overlap)?/i;

/** Node.js throws these before it opens a connection. */
const ADDRESS_CODES: readonly unknown[] = [
	'ERR_INVALID_URL',
	'ERR_SOCKET_BAD_PORT',
	'ERR_INVALID_PROTOCOL',
	'ERR_UNESCAPED_CHARACTERS',
];

/** What the error codes of a connection mean. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing answers at this address',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ECONNRESET: 'the connection broke',
	EPIPE: 'the connection broke',
	ERR_BAD_RESPONSE: 'the connection broke',
	ECONNABORTED: 'no answer came in time',
	ETIMEDOUT: 'no answer came in time',
	HPE_INVALID_CONSTANT: 'the answer is no HTTP',
	HPE_HEADER_OVERFLOW: 'the headers of the answer are too long',
};

/** What all other codes of those mean that read an answer: Node.js's parser of HTTP, and zlib. */
const UNREADABLE: ReadonlyArray<[codes: RegExp, reason: string]> = [
	[/^HPE_/, 'the answer is no valid HTTP'],
	[/^Z_/, 'the answer cannot be decompressed'],
];

/** These cannot come from a connection that has been made. The codes of an unreachable host can. */
const UNCONNECTED_CODES: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** The system calls before a connection is made: the host is looked up, then connected to. */
const UNCONNECTED_CALL = /^(getaddrinfo|query|connect$|bind$)/;

/** What is for no user's eyes: addresses, and the insides of OpenSSL. */
const INTERNAL = /https?:|\d\.\d+\.\d|:\d|::|error:|routines/i;

/** The failure if n8n or Node.js refused to send the request, or to trust the other side. */
function toRefusal(parts: ErrorPart[]): NetworkFailure | undefined {
	const codes = parts.map(({ code }) => code);
	const final = { neverSent: true, isPermanent: true };
	if (parts.some(({ name = '' }) => name.startsWith('SsrfBlocked')))
		return { ...final, reason: 'n8n blocks this address', hint: 'ssrf' };
	if (parts.some(({ message = '' }) => /^Domain not allowed|^No allowed domains/.test(message)))
		return {
			...final,
			reason: 'the credential may not be used with this address',
			hint: 'allowedDomains',
		};
	if (
		codes.some((code) => ADDRESS_CODES.includes(code)) ||
		parts.some(({ message = '' }) => /^(Invalid URL|Unsupported protocol)/.test(message))
	)
		return { ...final, reason: 'the address is no valid web address', hint: 'address' };
	const certificate = codes.map(String).find((code) => CERTIFICATE_CODE.test(code));
	const problem =
		CERTIFICATE_PROBLEMS[codes.find((code) => String(code) in CERTIFICATE_PROBLEMS) as string] ??
		(certificate && 'it could not be verified');
	if (problem)
		return {
			...final,
			reason: `the certificate isn't trusted: ${problem}`,
			hint: 'certificate',
		};
	return undefined;
}

/** The failure if the two sides could not agree on a secure connection. */
function toTlsFailure(parts: ErrorPart[]): NetworkFailure | undefined {
	const own = parts.find(({ code }) => /^(EPROTO$|ERR_SSL_)/.test(String(code)));
	if (!own) return undefined;
	const words = `${String(own.code)} ${own.message}`;
	if (NO_TLS.test(words))
		return {
			reason: 'there is no HTTPS at this address',
			neverSent: true,
			isPermanent: true,
			hint: 'address',
		};
	return {
		reason: 'no secure connection could be made',
		neverSent: HANDSHAKE.test(words) || endedBeforeSending(parts),
	};
}

/**
 * Whether the connection was not ready when the request failed: n8n's HTTP library makes the request before the
 * connection, which is null while a proxy is asked for one, and not secure until the certificate was checked.
 */
const endedBeforeSending = (parts: ErrorPart[]): boolean =>
	parts.some(
		({ request }) =>
			request &&
			'socket' in request &&
			(!request.socket || request.socket.secureConnecting === true),
	);

/** Whether the request certainly did not reach the vendor, by the phase in which it failed. */
function wasNeverSent(parts: ErrorPart[]): boolean {
	if (parts.some(({ response }) => response)) return false;
	if (endedBeforeSending(parts)) return true;
	const calls = parts.flatMap(({ syscall }) => syscall ?? []);
	if (calls.length > 0) return calls.every((call) => UNCONNECTED_CALL.test(call));
	if (parts.some(({ code }) => UNCONNECTED_CODES.includes(code))) return true;
	// n8n's HTTP library adds the request to its errors as soon as there is one.
	const fromLibrary = parts.find(({ isAxiosError }) => isAxiosError);
	if (fromLibrary) return !fromLibrary.request;
	// What n8n itself throws, it throws before it sends anything; it wraps all else in an error of the API.
	const last = parts.at(-1);
	return last?.level !== undefined && last.name !== 'NodeApiError' && last.code === undefined;
}

/**
 * Explains an error that n8n threw in place of a response (n8n 2.41.1).
 *
 * @param error of n8n, with that of its HTTP library and that of Node.js as its causes
 */
export function toNetworkFailure(error: unknown): NetworkFailure {
	const parts = partsOf(error);
	const special = toRefusal(parts) ?? toTlsFailure(parts);
	if (special) return special;
	// The innermost error knows best: n8n gives its own words to some codes.
	const inner = [...parts].reverse();
	const known = inner.find(({ code }) => String(code) in REASONS);
	const words = inner.find(({ message }) => message)?.message ?? '';
	const isShown = words !== '' && !INTERNAL.test(words);
	const unreadable = UNREADABLE.find(([codes]) =>
		parts.some(({ code }) => codes.test(String(code))),
	);
	const unknown = unreadable?.[1] ?? (isShown ? words : 'no connection');
	const reason = known ? REASONS[String(known.code)] : unknown;
	return { reason, neverSent: wasNeverSent(parts) };
}
