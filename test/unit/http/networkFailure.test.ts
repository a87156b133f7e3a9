import { toNetworkFailure } from '../../../nodes/shared/http/networkFailure';

/** An error of n8n's HTTP library, which n8n wraps in one of its own. */
const wrapped = (cause: object, more: object = {}) => ({
	name: 'NodeApiError',
	level: 'warning',
	message: 'The words of n8n',
	cause: { isAxiosError: true, message: 'x', request: { socket: {} }, ...more, cause },
});

describe('a request that failed before the connection was made was never sent', () => {
	test.each([
		[{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'the host name is not known'],
		[{ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }, 'the host name could not be looked up'],
		[{ code: 'ENOTFOUND', syscall: 'queryA' }, 'the host name is not known'],
		[{ code: 'ECONNREFUSED', syscall: 'connect' }, 'nothing answers at this address'],
		[{ code: 'EHOSTUNREACH', syscall: 'connect' }, 'the host cannot be reached'],
		[{ code: 'ENETUNREACH', syscall: 'connect' }, 'the network cannot be reached'],
		[{ code: 'ETIMEDOUT', syscall: 'connect' }, 'no answer came in time'],
		[{ code: 'ECONNRESET', syscall: 'connect' }, 'the connection broke'],
		[{ code: 'EADDRNOTAVAIL', syscall: 'bind', message: '' }, 'x'],
		[{ code: 'ECONNREFUSED' }, 'nothing answers at this address'],
		[{ code: 'ENOTFOUND' }, 'the host name is not known'],
		[{ code: 'EAI_AGAIN' }, 'the host name could not be looked up'],
	])('%j', (error, reason) => {
		expect(toNetworkFailure(wrapped(error))).toEqual({ reason, neverSent: true });
	});

	test('on every address of the host', () => {
		const refused = { code: 'ECONNREFUSED', syscall: 'connect' };
		const timedOut = { code: 'ETIMEDOUT', syscall: 'connect' };
		expect(toNetworkFailure(wrapped({ code: 'ETIMEDOUT', errors: [refused, timedOut] }))).toEqual({
			reason: 'no answer came in time',
			neverSent: true,
		});
	});

	test.each([[null], [undefined], [{ secureConnecting: true }]])(
		'with the connection %j, whatever broke it',
		(socket) => {
			const error = wrapped({ code: 'ECONNRESET', syscall: 'read' }, { request: { socket } });
			expect(toNetworkFailure(error)).toEqual({ reason: 'the connection broke', neverSent: true });
			const timedOut = { isAxiosError: true, code: 'ECONNABORTED', request: { socket } };
			expect(toNetworkFailure(timedOut)).toEqual({
				reason: 'no answer came in time',
				neverSent: true,
			});
		},
	);

	test('in an error of the HTTP library that has no request yet', () => {
		expect(toNetworkFailure({ isAxiosError: true, message: 'canceled' })).toEqual({
			reason: 'canceled',
			neverSent: true,
		});
	});

	test("in n8n's own words", () => {
		const own = { name: 'UserError', level: 'info', message: 'The node is not allowed' };
		expect(toNetworkFailure({ name: 'NodeApiError', level: 'warning', cause: own })).toEqual({
			reason: 'The node is not allowed',
			neverSent: true,
		});
	});
});

describe('a request that failed afterwards may have reached the vendor', () => {
	test.each([
		[{ code: 'EHOSTUNREACH', syscall: 'read' }, 'the host cannot be reached'],
		[{ code: 'ENETUNREACH', syscall: 'write' }, 'the network cannot be reached'],
		[{ code: 'ETIMEDOUT', syscall: 'read' }, 'no answer came in time'],
		[{ code: 'ECONNREFUSED', syscall: 'read' }, 'nothing answers at this address'],
		[{ code: 'ECONNRESET', syscall: 'read' }, 'the connection broke'],
		[{ code: 'EPIPE', syscall: 'write' }, 'the connection broke'],
		[{ code: 'EHOSTUNREACH' }, 'the host cannot be reached'],
		[{ code: 'ENETUNREACH' }, 'the network cannot be reached'],
		[{ code: 'ETIMEDOUT' }, 'no answer came in time'],
		[{ code: 'ECONNABORTED' }, 'no answer came in time'],
		[{ code: 'ECONNRESET', message: 'socket hang up' }, 'the connection broke'],
		[{ code: 'ERR_BAD_RESPONSE' }, 'the connection broke'],
		[{ code: 'HPE_INVALID_CONSTANT' }, 'the answer is no HTTP'],
	])('%j', (error, reason) => {
		expect(toNetworkFailure(error)).toEqual({ reason, neverSent: false });
		expect(toNetworkFailure(wrapped(error))).toEqual({ reason, neverSent: false });
	});

	test('on a connection that is secure', () => {
		const request = { socket: { secureConnecting: false } };
		const error = wrapped({ code: 'ECONNRESET', syscall: 'read' }, { request });
		expect(toNetworkFailure(error)).toMatchObject({ neverSent: false });
	});

	test('while one address failed and another one broke', () => {
		const errors = [
			{ code: 'ETIMEDOUT', syscall: 'connect' },
			{ code: 'ETIMEDOUT', syscall: 'read' },
		];
		expect(toNetworkFailure({ errors })).toMatchObject({ neverSent: false });
	});

	test('when there was a part of a response', () => {
		const error = { isAxiosError: true, code: 'ECONNREFUSED', response: {}, request: {} };
		expect(toNetworkFailure(error)).toMatchObject({ neverSent: false });
	});

	test.each([
		[undefined],
		['a text'],
		[{}],
		[{ name: 'NodeApiError', level: 'warning', errorResponse: { code: 'EHOSTUNREACH' } }],
		[{ name: 'NodeApiError', level: 'warning', message: 'no cause' }],
		[{ level: 'warning', code: 'OTHER' }],
	])('where nothing is known: %j', (error) => {
		expect(toNetworkFailure(error)).toMatchObject({ neverSent: false });
	});

	test('also where an error is its own cause', () => {
		const error: { code: string; cause?: object } = { code: 'ECONNRESET' };
		error.cause = error;
		expect(toNetworkFailure(error)).toMatchObject({ neverSent: false });
	});
});

describe('what would fail in the same way again is not sent again', () => {
	const final = { neverSent: true, isPermanent: true };
	const unknownIssuer = 'it is signed by an authority that n8n does not know';

	test.each([
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is self-signed'],
		['SELF_SIGNED_CERT_IN_CHAIN', unknownIssuer],
		['UNABLE_TO_GET_ISSUER_CERT', unknownIssuer],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownIssuer],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unknownIssuer],
		['CERT_HAS_EXPIRED', 'it has expired'],
		['CERT_NOT_YET_VALID', 'it is not valid yet'],
		['CERT_REVOKED', 'it was revoked'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'it belongs to another host'],
		['HOSTNAME_MISMATCH', 'it belongs to another host'],
		['CERT_SIGNATURE_FAILURE', 'it could not be verified'],
		['CRL_HAS_EXPIRED', 'it could not be verified'],
		['INVALID_CA', 'it could not be verified'],
		['ERROR_IN_CERT_NOT_AFTER_FIELD', 'it could not be verified'],
	])('a certificate: %s', (code, problem) => {
		const error = wrapped({ code, message: 'the words of OpenSSL' });
		expect(toNetworkFailure(error)).toEqual({
			...final,
			reason: `the certificate isn't trusted: ${problem}`,
			hint: 'certificate',
		});
	});

	const wrongVersion =
		'write EPROTO 80EC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl3_record.c:350:';

	test.each([
		[{ code: 'EPROTO', syscall: 'write', message: wrongVersion }],
		[{ code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: '' }],
		[{ code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG', message: '' }],
		[{ code: 'EPROTO', message: 'SSL routines::http request' }],
	])('a server without HTTPS: %j', (error) => {
		expect(toNetworkFailure(wrapped(error))).toEqual({
			...final,
			reason: 'there is no HTTPS at this address',
			hint: 'address',
		});
	});

	test.each([
		[{ code: 'ERR_INVALID_URL', message: 'Invalid URL' }],
		[{ code: 'ERR_SOCKET_BAD_PORT' }],
		[{ code: 'ERR_UNESCAPED_CHARACTERS' }],
		[{ message: 'Invalid URL: http://x y' }],
		[{ code: 'ERR_BAD_REQUEST', message: 'Unsupported protocol ftp:' }],
	])('an address: %j', (error) => {
		expect(toNetworkFailure({ cause: error })).toEqual({
			...final,
			reason: 'the address is no valid web address',
			hint: 'address',
		});
	});

	test.each([
		[
			{ name: 'SsrfBlockedIpError', message: 'The request was blocked' },
			'n8n blocks this address',
			'ssrf',
		],
		[{ name: 'SsrfBlockedHostnameError' }, 'n8n blocks this address', 'ssrf'],
		[
			{ message: 'Domain not allowed: This credential is restricted from accessing 10.0.0.1' },
			'the credential may not be used with this address',
			'allowedDomains',
		],
		[
			{ message: 'No allowed domains specified.' },
			'the credential may not be used with this address',
			'allowedDomains',
		],
	])('what n8n does not allow: %j', (error, reason, hint) => {
		expect(toNetworkFailure(wrapped(error))).toEqual({ ...final, reason, hint });
	});
});

describe('a secure connection that could not be made', () => {
	const reason = 'no secure connection could be made';

	test.each([
		[{ code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }],
		[{ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }],
		[{ code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }],
		[{ code: 'EPROTO', message: 'tlsv1 unrecognized name' }],
	])('was not sent over: %j', (error) => {
		expect(toNetworkFailure(wrapped(error))).toEqual({ reason, neverSent: true });
	});

	test('was not sent over when it was not secure yet', () => {
		const request = { socket: { secureConnecting: true } };
		const error = wrapped({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, { request });
		expect(toNetworkFailure(error)).toEqual({ reason, neverSent: true });
	});

	test.each([
		[{ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }],
		[{ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }],
	])('may have been sent over: %j', (error) => {
		expect(toNetworkFailure(wrapped(error))).toEqual({ reason, neverSent: false });
	});
});

test.each([
	[{}, 'no connection'],
	[{ message: 'something of its own' }, 'something of its own'],
	[{ message: 'connect to https://example.invalid failed' }, 'no connection'],
	[{ code: 'OTHER', message: 'http://a' }, 'no connection'],
	[{ code: 'OTHER', message: '10.20.30' }, 'no connection'],
	[{ message: 'connect 10.0.0.1:443' }, 'no connection'],
	[{ message: 'connect ::1' }, 'no connection'],
	[{ message: 'connect host.example:443' }, 'no connection'],
	[{ message: '0A00:error:SSL routines' }, 'no connection'],
	[{ code: 'OTHER', message: '1.2 of 3' }, '1.2 of 3'],
	[{ code: 'OTHER', message: '' }, 'no connection'],
])('the reason in %j is "%s", without addresses', (error, reason) => {
	expect(toNetworkFailure(error).reason).toBe(reason);
});
