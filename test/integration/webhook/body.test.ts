/** How the webhook triggers read a body, whatever n8n has done with it before, and what they answer. */

import { gzipSync } from 'node:zlib';
import { WebhookContext } from 'n8n-core';

import { parseBody } from '../../../nodes/shared/webhook/body';
import { callOf, callWebhook, receiveWebhook, serveWebhook } from '../../support/engine/webhook';
import { sample } from '../../support/fixtures/selartiWebhook';
import { createRun, secrets } from '../../support/webhookRun';

const trigger = () =>
	createRun({
		node: 'selartiTrigger',
		parameters: {},
		credentials: { selartiWebhookApi: secrets },
	});
const text = JSON.stringify(sample);

describe('a body that the node reads', () => {
	test.each([
		['', 'The body is no JSON.'],
		['{', 'The body is no JSON.'],
		['hello', 'The body is no JSON.'],
		['a=b&c=d', 'The body is no JSON.'],
		['<event/>', 'The body is no JSON.'],
		['[]', 'The body is no JSON object.'],
		['null', 'The body is no JSON object.'],
		['"text"', 'The body is no JSON object.'],
		['5', 'The body is no JSON object.'],
		['{"a":'.repeat(21) + '1' + '}'.repeat(21), 'The body is nested too deeply.'],
		[`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'The body is nested too deeply.'],
		[`{"a":"${'x'.repeat(1_048_576)}"}`, 'The body is too large.'],
		[`"${'я'.repeat(600_000)}"`, 'The body is too large.'],
		['{}', 'wh_type must be a text.'],
		[
			'{"__proto__":{"wh_type":"all_messages","thread_id":"t","message_id":"m","message_type":"bot"}}',
			'wh_type must be a text.',
		],
		['{"a":'.repeat(20) + '1' + '}'.repeat(20), 'wh_type must be a text.'],
	])('is refused when it is %.40s: %s', async (body, reason) => {
		for (const headers of [
			{},
			{ 'content-type': 'text/plain' },
			{ 'content-type': undefined },
			{ 'content-type': 'multipart/form-data; boundary=x' },
		]) {
			const { request, response } = callOf({ body, query: secrets, headers });
			expect(await receiveWebhook(trigger(), request, response)).toEqual({
				status: 400,
				text: reason,
				items: undefined,
				hanging: false,
			});
			expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
		}
		const { request, response } = callOf({ body });
		expect(await receiveWebhook(trigger(), request, response)).toMatchObject({
			status: 401,
			text: '',
		});
		expect([request.rawBody, response.headers]).toEqual([undefined, {}]);
	});

	test('is not read when its header says that it is too large', async () => {
		const { request, response } = callOf({
			body: '{}',
			query: secrets,
			headers: { 'content-length': '1048577' },
		});
		expect(await receiveWebhook(trigger(), request, response)).toMatchObject({
			status: 400,
			text: 'The body is too large.',
		});
		expect(request.rawBody).toBeUndefined();
	});

	test.each([
		['with a byte order mark', `\ufeff${text}`],
		['as bytes', Buffer.from(text)],
		['with blanks around it', `\n ${text} \n`],
	])('is read as an event %s', async (_name, body) => {
		expect(await callWebhook(trigger(), { body, query: secrets })).toMatchObject({
			status: 200,
			items: [{ whType: 'all_messages' }],
		});
	});
});

describe('a body that n8n has read', () => {
	const read = async (request: Partial<Parameters<typeof parseBody>[0]>) =>
		await parseBody({ headers: {}, ...request });

	test('may be parsed, text, bytes or absent', async () => {
		expect(await read({ body: sample })).toEqual({ body: sample });
		expect(await read({ body: text })).toEqual({ body: sample });
		expect(await read({ rawBody: text, body: { a: 1 } })).toEqual({ body: sample });
		expect(await read({ rawBody: new Uint8Array(Buffer.from(text)) })).toEqual({ body: sample });
		expect(await read({})).toEqual({ invalid: 'The body is no JSON object.' });
		expect(await read({ body: `"${'x'.repeat(1_048_576)}"` })).toEqual({
			invalid: 'The body is too large.',
		});
	});

	test('is no JSON when it cannot be read', async () => {
		const readRawBody = async () => {
			throw new Error('request aborted');
		};
		expect(await read({ readRawBody })).toEqual({ invalid: 'The body is no JSON.' });
		expect(await read({ readRawBody, headers: { 'content-length': 'many' } })).toEqual({
			invalid: 'The body is no JSON.',
		});
	});

	test('is refused for its size before its form', async () => {
		expect(
			await callWebhook(trigger(), { body: '{'.repeat(1_048_577), query: secrets }),
		).toMatchObject({ status: 400, text: 'The body is too large.' });
	});
});

test('the vendor gets the answers of the node over HTTP, and the connection stays usable', async () => {
	const served = await serveWebhook(trigger());
	const post = async (
		body: RequestInit['body'],
		search: string = `?token=${secrets.token}`,
		headers: Record<string, string> = { 'content-type': 'application/json' },
	) => {
		const answer = await fetch(served.url + search, { method: 'POST', body, headers });
		return [answer.status, await answer.text()];
	};
	expect(await post(text)).toEqual([200, '']);
	expect(await post(text)).toEqual([200, '']);
	expect(await post(text, '')).toEqual([401, '']);
	expect(await post(text, `?token=${secrets.token}&token=${secrets.token}x`)).toEqual([401, '']);
	expect(await post('{"wh_type":')).toEqual([400, 'The body is no JSON.']);
	expect(await post('x'.repeat(3_000_000))).toEqual([400, 'The body is too large.']);
	expect(await post('x'.repeat(3_000_000), '')).toEqual([401, '']);
	expect(await post(gzipSync(text))).toEqual([400, 'The body is no JSON.']);
	expect(await post(new FormData(), undefined, {})).toEqual([400, 'The body is no JSON.']);
	expect(served.outcomes.map(({ items }) => items?.length ?? 0)).toEqual([
		1, 0, 0, 0, 0, 0, 0, 0, 0,
	]);
	await served.close();
});

test('an error after the answer is not answered again', async () => {
	const real = WebhookContext.prototype.getWorkflowStaticData;
	let calls = 0;
	const spy = jest
		.spyOn(WebhookContext.prototype, 'getWorkflowStaticData')
		.mockImplementation(function (this: WebhookContext, type) {
			calls += 1;
			if (calls === 3) throw new Error('broken');
			return real.call(this, type);
		});
	expect(await callWebhook(trigger(), { body: sample, query: secrets })).toEqual({
		status: 200,
		text: '',
		items: undefined,
		hanging: false,
	});
	spy.mockRestore();
});
