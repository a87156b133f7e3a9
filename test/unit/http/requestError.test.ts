import type { NodeApiError } from 'n8n-workflow';

import { isOutcomeUnknown, toRequestError } from '../../../nodes/shared/http/requestError';
import type { NetworkFailure } from '../../../nodes/shared/http/networkFailure';
import { prepareRequest } from '../../../nodes/shared/http/prepareRequest';
import type { HttpFailure } from '../../../nodes/shared/http/transport';
import type { ApiFailure, Vendor } from '../../../nodes/shared/types';
import { createFakeVendor, plainVendor } from '../../support/fakeVendor';
import type { FakeRequest } from '../../support/fakeVendor';

const rejected = (status: number, failure: ApiFailure): HttpFailure => ({
	kind: 'rejected',
	failure,
	status,
	headers: {},
});
const noResponse = (neverSent: boolean): HttpFailure => ({
	kind: 'noResponse',
	reason: 'the connection broke',
	neverSent,
});

async function errorOf(
	result: HttpFailure,
	request: FakeRequest = {},
	vendor: Partial<Vendor> = {},
): Promise<NodeApiError> {
	return toRequestError(await createFakeVendor([], { vendor }).prepare(request), result);
}

describe('toRequestError', () => {
	const unknown = 'so the request may or may not have been carried out';
	const check = 'Look at Vendor whether it was, before you send it again. [item 2]';
	const unreachable =
		'Vendor: could not be reached: the connection broke. Check the base URL in the credential and the connection, then try again. [item 2]';
	const fields = 'Check the fields of this operation. [item 2]';
	const atVendor = 'The fault is at the vendor: try again later. [item 2]';

	test.each<[name: string, HttpFailure, read: string, write: string, isWriteUnknown: boolean]>([
		[
			'no response',
			noResponse(false),
			unreachable,
			`Vendor: gave no answer (the connection broke), ${unknown}. ${check}`,
			true,
		],
		['no connection', noResponse(true), unreachable, unreachable, false],
		[
			'499',
			rejected(499, { message: 'Oh' }),
			`Vendor: Oh (HTTP 499). ${fields}`,
			`Vendor: Oh (HTTP 499). ${fields}`,
			false,
		],
		[
			'500',
			rejected(500, { message: 'Oh... ' }),
			`Vendor: Oh (HTTP 500). ${atVendor}`,
			`Vendor: Oh, ${unknown} (HTTP 500). ${check}`,
			true,
		],
		[
			'a web page of a success',
			rejected(200, { message: 'Page', isOutcomeUnknown: true, hint: 'Check it.' }),
			'Vendor: Page (HTTP 200). Check it. [item 2]',
			`Vendor: Page, ${unknown} (HTTP 200). ${check}`,
			true,
		],
	])('explains %s', async (_name, result, read, write, isWriteUnknown) => {
		const ofRead = await errorOf(result);
		const ofWrite = await errorOf(result, { isRead: false });
		expect([ofRead.message, isOutcomeUnknown(ofRead)]).toEqual([read, false]);
		expect([ofWrite.message, isOutcomeUnknown(ofWrite)]).toEqual([write, isWriteUnknown]);
		for (const { description } of [ofRead, ofWrite])
			expect(description).toBe('The request was GET /x.');
	});

	test('shows no more than the start of the words for an attempt before a cancellation', async () => {
		const last = rejected(503, { message: `secret-key-1 ${'x'.repeat(300_000)}` });
		const prepared = await createFakeVendor([], { credential: { key: 'secret-key-1' } }).prepare();
		const { message } = toRequestError(prepared, { kind: 'cancelled', wasUnderWay: false, last });
		expect(message).toContain(
			`The attempt before that had failed: [hidden] ${'x'.repeat(491)}… (HTTP 503). Execute it again.`,
		);
	});

	test('names the field that the vendor rejects', async () => {
		const failure = rejected(400, { message: 'Bad', field: 'f' });
		const fieldName = (name: string) => (name === 'f' ? 'The field' : undefined);
		expect((await errorOf(failure, { fieldName })).message).toBe(
			'Vendor: Bad (HTTP 400). Check The field. [item 2]',
		);
		expect((await errorOf(failure)).message).toBe(`Vendor: Bad (HTTP 400). ${fields}`);
		expect((await errorOf(failure, { fieldName: () => undefined })).message).toBe(
			`Vendor: Bad (HTTP 400). ${fields}`,
		);
	});

	test('reads no name of a field if the vendor names no field', async () => {
		const fieldName = jest.fn(() => 'No field');
		const error = await errorOf(rejected(400, { message: 'Bad' }), { fieldName });
		expect(error.message).toBe(`Vendor: Bad (HTTP 400). ${fields}`);
		expect(fieldName).not.toHaveBeenCalled();
	});

	test("prefers the vendor's own hint", async () => {
		const failure = rejected(400, { message: 'Bad', field: 'f', hint: 'Wait.' });
		expect((await errorOf(failure, { fieldName: () => 'The field' })).message).toBe(
			'Vendor: Bad (HTTP 400). Wait. [item 2]',
		);
	});

	test.each([
		['chan message', 'The request was POST /y (chan message).'],
		['', 'The request was POST /y.'],
	])('describes the request as the vendor does: %j', async (name, expected) => {
		const describeRequest = jest.fn(() => name);
		const options = { method: 'POST', url: '/y' } as const;
		const error = await errorOf(noResponse(false), { options, isRead: false }, { describeRequest });
		expect(error.description).toBe(expected);
		expect(describeRequest).toHaveBeenCalledWith(options);
	});
});

test.each([
	[520, 'Cloudflare could not read the answer of the server', true],
	[521, 'Cloudflare could not reach the server, which refused the connection', false],
	[522, 'Cloudflare got no answer from the server in time', true],
	[523, 'Cloudflare could not reach the server', false],
	[524, 'Cloudflare got no answer from the server in time', true],
	[525, 'Cloudflare could not reach the server, because there was no secure connection', false],
	[
		526,
		"Cloudflare could not reach the server, because the server's certificate isn't trusted",
		false,
	],
	[527, 'Cloudflare lost the connection to the server', true],
	[530, 'Cloudflare could not reach the server', true],
	[502, 'answered with a web page', true],
	[408, 'answered with a web page', true],
	[425, 'answered with a web page', false],
])(
	'says of %d what happened, and whether a write may be done',
	async (status, words, isUnknown) => {
		const error = await errorOf(rejected(status, { message: 'answered with a web page' }), {
			isRead: false,
		});
		expect(error.message.startsWith(`Vendor: ${words}`)).toBe(true);
		expect(error.message).toContain(`(HTTP ${status})`);
		expect(isOutcomeUnknown(error)).toBe(isUnknown);
	},
);

test('says that a proxy wants a user name, which no write got beyond', async () => {
	const error = await errorOf(rejected(407, { message: 'no' }), { isRead: false });
	expect(error.message).toBe(
		'Vendor: the proxy wants a user name and a password (HTTP 407). Add them to Proxy under Request Options: http://user:password@host:port. [item 2]',
	);
	expect(isOutcomeUnknown(error)).toBe(false);
});

describe('the hint for a request without a response', () => {
	const failure = (hint?: NetworkFailure['hint']): HttpFailure => ({
		kind: 'noResponse',
		reason: 'why',
		neverSent: true,
		hint,
	});

	test.each<[NetworkFailure['hint'], string]>([
		[
			'address',
			'Check the base URL in the credential: https:// or http://, the host and the port.',
		],
		['allowedDomains', 'Let its owner add the host under Allowed Domains in the credential.'],
		['ssrf', 'Ask the administrator of n8n to allow the host of the base URL in the credential.'],
		[
			'certificate',
			'Let the server use a certificate that n8n trusts, or turn on Ignore SSL Issues (Insecure) under Request Options.',
		],
		[undefined, 'Check the base URL in the credential and the connection, then try again.'],
	])('for %p', async (hint, text) => {
		expect((await errorOf(failure(hint), { isRead: false })).message).toBe(
			`Vendor: could not be reached: why. ${text} [item 2]`,
		);
	});

	test('names the proxy where there is one', async () => {
		const options = { proxy: { host: 'p', port: 1 } };
		expect((await errorOf(failure(), { options })).message).toContain(
			'Check Proxy under Request Options, the base URL in the credential and the connection',
		);
	});

	test('names no Request Options outside a run, where there are none', async () => {
		const { itemlessContext } = createFakeVendor([]);
		const request = { isRead: true, options: { url: '/x' } };
		const prepared = await prepareRequest(itemlessContext, plainVendor, request);
		expect(toRequestError(prepared, failure('certificate')).message).toBe(
			'Vendor: could not be reached: why. Let the server use a certificate that n8n trusts.',
		);
	});
});
