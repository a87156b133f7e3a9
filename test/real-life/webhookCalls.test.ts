/** Calls of a webhook as vendors, proxies and strangers make them. */

import { callWebhook } from '../support/engine/webhook';
import type { WebhookCall } from '../support/engine/webhookRequest';
import { sample } from '../support/fixtures/selartiWebhook';
import { createRun, secrets } from '../support/webhookRun';

const trigger = (parameters: object = { authentication: ['queryToken'] }) =>
	createRun({
		node: 'selartiTrigger',
		parameters: parameters as Record<string, unknown>,
		credentials: { selartiWebhookApi: secrets },
	});
/** A call with the token. */
const call = async (given: WebhookCall, parameters?: object) =>
	await callWebhook(trigger(parameters), { query: secrets, ...given });
const words = 'Olá, você está aí? — «да»';
const text = JSON.stringify({ ...sample, message_text: words });

describe('the letters of a message', () => {
	// https://github.com/expressjs/body-parser/issues/106, https://github.com/tcplugins/tcWebHooks/issues/92
	test.each([
		['application/json; charset=ISO-8859-1', 'Olá, você está aí?', 'latin1'],
		['application/json;charset="iso-8859-1"', 'ação', 'latin1'],
		['application/json; charset=utf-16le', words, 'utf16le'],
		['application/json; Charset=UTF-8', words, 'utf8'],
		['application/json; charset=x-nobody-knows', words, 'utf8'],
		['application/json', words, 'utf8'],
		['text/plain', words, 'utf8'],
	] as const)('come in the charset of the header: %s', async (type, message, encoding) => {
		const body = Buffer.from(JSON.stringify({ ...sample, message_text: message }), encoding);
		const { status, items } = await call({ body, headers: { 'content-type': type } });
		expect([status, items?.[0].messageText]).toEqual([200, message]);
	});

	test('come in windows-1251', async () => {
		const cyrillic = Buffer.from([0xc4, 0xe0]);
		const [before, after] = JSON.stringify({ ...sample, message_text: '|' }).split('|');
		const body = Buffer.concat([Buffer.from(before), cyrillic, Buffer.from(after)]);
		const headers = { 'content-type': 'application/json; charset=windows-1251' };
		const { items } = await call({ body, headers });
		expect(items?.[0].messageText).toBe('Да');
	});

	test('that are none in the charset start the workflow all the same', async () => {
		const [before, after] = JSON.stringify({ ...sample, message_text: '|' }).split('|');
		const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
		const { status, items } = await call({ body });
		expect([status, items?.[0].messageText]).toEqual([200, '\ufffd']);
	});
});

// https://github.com/pbojinov/request-ip/issues/29, https://github.com/rack/rack/issues/1227
describe('the address of a caller', () => {
	const statusFor = async (address: unknown, allowedIps = '203.0.113.7, 2001:db8::7') =>
		(
			await call(
				{ body: sample, address, headers: { 'x-forwarded-for': '203.0.113.7' } },
				{ authentication: ['ipAllowlist'], allowedIps },
			)
		).status;

	test.each([
		['203.0.113.7'],
		['::ffff:203.0.113.7'],
		['203.0.113.7:51008'],
		['[::ffff:203.0.113.7]:443'],
		['[2001:db8::7]:443'],
		['[2001:db8::7]'],
		['2001:db8::7%eth0'],
	])('is the same with a port, which some proxies add: %s', async (address) => {
		expect(await statusFor(address)).toBe(200);
	});

	// https://github.com/rmyndharis/OpenWA/pull/211, https://github.com/cameri/nostream/issues/492
	test.each([
		['198.51.100.1'],
		['198.51.100.1:203'],
		['203.0.113.7:51008:1'],
		['203.0.113.7:port'],
		['203.0.113.7:'],
		['[203.0.113.7'],
		['203.0.113.70:7'],
		['2001:db8::7:443'],
		[undefined],
	])(
		'is not believed in a header that anybody can send, nor read out of what is no address: %s',
		async (address) => {
			expect(await statusFor(address)).toBe(403);
		},
	);

	// https://github.com/ortexx/ip-cidr/issues/28, https://github.com/python/cpython/issues/80565
	test.each([
		['010.0.0.1'],
		['0x0a.0.0.1'],
		['10.1'],
		['203.0.113.*'],
		['203.0.113.0-9'],
		['203.0.113.7/33'],
	])('is compared with no entry that some read as another one: %s', async (allowedIps) => {
		expect(await statusFor('203.0.113.7', allowedIps)).toBe(500);
	});

	// https://github.com/n8n-io/n8n/issues/12395
	test('needs no comma after the only entry, and allows one', async () => {
		expect(await statusFor('203.0.113.7', '203.0.113.7')).toBe(200);
		expect(await statusFor('203.0.113.7', '203.0.113.7,')).toBe(200);
	});
});

// https://github.com/n8n-io/n8n/issues/18043
test.each([
	['twice', { token: [secrets.token, secrets.token] }],
	['once right and once wrong', { token: [secrets.token, 'x'] }],
	['as an object', { token: { token: secrets.token } }],
	['under the prototype', { __proto__: { token: secrets.token } }],
])('a token that comes %s is refused', async (_title, query) => {
	expect(await call({ body: sample, query })).toMatchObject({ status: 401, items: undefined });
});

// https://github.com/axios/axios/pull/7369, https://github.com/ampproject/amphtml/pull/40522
describe('keys that would change every object', () => {
	const hostile = `${text.slice(0, -1)},"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}`;

	test.each([[false], [true]])(
		'change none, and the event starts the workflow (raw body: %s)',
		async (includeRawBody) => {
			const { status, items } = await call(
				{ body: hostile },
				{ authentication: ['queryToken'], includeRawBody },
			);
			expect([status, items?.[0].messageText]).toEqual([200, words]);
			expect(items?.[0].admin).toBeUndefined();
			expect(({} as Record<string, unknown>).admin).toBeUndefined();
		},
	);

	test('as values of fields are refused, and nothing is thrown', async () => {
		const hostileValue = { toString: 1, valueOf: 2, toJSON: 3 };
		for (const field of ['wh_type', 'message_id', 'thread_id']) {
			const result = await call({ body: { ...sample, [field]: hostileValue } });
			expect([result.status, result.items, result.thrown]).toEqual([400, undefined, undefined]);
		}
	});
});

// https://github.com/distributhor/workflow-webhook/pull/9
test.each([
	['a form', new URLSearchParams(sample).toString(), 'application/x-www-form-urlencoded'],
	['JSON in a form', `payload=${encodeURIComponent(text)}`, 'application/x-www-form-urlencoded'],
	['JSON in a JSON text', JSON.stringify(text), 'application/json'],
	['a list of events', JSON.stringify([sample]), 'application/json'],
	['nothing', '', 'application/json'],
])('%s, which the vendor does not document, is told so', async (_title, body, type) => {
	const { status, text: reason, items } = await call({ body, headers: { 'content-type': type } });
	expect([status, items]).toEqual([400, undefined]);
	expect(reason).toMatch(/^The body is no JSON/);
});

test('of a key that comes twice, the last counts, as everywhere in JSON', async () => {
	const { items } = await call({ body: `${text.slice(0, -1)},"message_text":"second"}` });
	expect(items?.[0].messageText).toBe('second');
});
