/**
 * The ways a vendor fails, which are the sandbox's own and the same for all; Selarti's stands in for every vendor's.
 */

import { startSandbox } from './server';
import { selarti, known } from './selarti';
import type { Sandbox } from './server';

let sandbox: Sandbox;
let headers = {} as Record<string, string>;

const company = () => fetch(`${sandbox.url}/api/1.1/wf/get_company`, { headers });
const send = () =>
	fetch(`${sandbox.url}/api/1.1/wf/send_message`, {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify({ thread: known.thread, message: 'Проба', message_type: 'bot' }),
	});
/** How many messages the vendor has beyond the seed's. */
const sent = () => sandbox.state.messages.length - selarti.seed().messages.length;

beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
afterAll(() => sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.state.tokens.add('bus|1x1|1x1');
	headers = { authorization: 'Bearer bus|1x1|1x1' };
});

test('answer: something else comes instead', async () => {
	sandbox.misbehave({
		kind: 'answer',
		on: 'S11',
		status: 503,
		body: '<h1>Überlastet</h1>',
		headers: { 'retry-after': '2' },
	});
	const response = await send();
	expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
		503,
		'2',
		'<h1>Überlastet</h1>',
	]);
	expect(sent()).toBe(0);
	expect((await company()).status).toBe(200);
});

test('refuse: the vendor refuses in its own form, after some and so many times', async () => {
	sandbox.misbehave({
		kind: 'refuse',
		status: 429,
		body: 'too fast',
		on: ['S4'],
		after: 1,
		times: 1,
		headers: { 'retry-after': '1' },
	});
	const responses = [await company(), await company(), await company()];
	expect(responses.map((response) => response.status)).toEqual([200, 429, 200]);
	expect(await responses[1].json()).toEqual({
		statusCode: 429,
		body: { status: 'TOO_MANY_REQUESTS', message: 'too fast' },
	});
	sandbox.misbehave({ kind: 'refuse', status: 401, body: 'Invalid or expired token: x' });
	expect(await (await company()).json()).toMatchObject({
		error_class: 'Unauthorized',
		translation: 'Invalid or expired token: x',
	});
	sandbox.faults.length = 0;
	sandbox.misbehave({ kind: 'refuse', status: 502 });
	expect(await (await company()).json()).toMatchObject({ body: { status: 'ERROR' } });
});

test('slow: the answer comes late', async () => {
	sandbox.misbehave({ kind: 'slow', delay: 60 });
	const asked = performance.now();
	const both = await Promise.all([company(), company()]);
	expect(performance.now() - asked).toBeGreaterThanOrEqual(50);
	expect(both.map((response) => response.status)).toEqual([200, 200]);
	expect(sandbox.mostInFlight).toBe(2);
});

test('cutBefore: no answer, and nothing was done', async () => {
	sandbox.misbehave({ kind: 'cutBefore', on: 'S11' });
	await expect(send()).rejects.toThrow('fetch failed');
	expect([sent(), sandbox.requests.at(-1)?.handled]).toEqual([0, false]);
});

test('cutAfter: no answer, though it was done', async () => {
	sandbox.misbehave({ kind: 'cutAfter', on: 'S11' });
	await expect(send()).rejects.toThrow('fetch failed');
	expect([sent(), sandbox.requests.at(-1)?.handled]).toEqual([1, true]);
});

test('cutMiddle: half of the answer', async () => {
	sandbox.misbehave({ kind: 'cutMiddle', on: 'S4' });
	const response = await company();
	expect(response.status).toBe(200);
	await expect(response.text()).rejects.toThrow('terminated');
});

test('answerAfter: a gateway gives up on what was done', async () => {
	sandbox.misbehave({ kind: 'answerAfter', on: 'S11', status: 504, body: 'Gateway Time-out' });
	expect((await send()).status).toBe(504);
	expect(sent()).toBe(1);
});

test('rewrite: parts of the answer change', async () => {
	sandbox.misbehave({
		kind: 'rewrite',
		on: 'S4',
		headers: { 'x-cache': 'HIT' },
		body: { status: 'success' },
	});
	const response = await company();
	expect([response.status, response.headers.get('x-cache'), await response.json()]).toEqual([
		200,
		'HIT',
		{ status: 'success' },
	]);
	sandbox.faults.length = 0;
	sandbox.misbehave({ kind: 'rewrite', on: 'S4', status: 299 });
	const other = await company();
	expect([other.status, ((await other.json()) as any).response.company.length]).toEqual([299, 3]);
});

test('another process steers it through its own paths', async () => {
	const steer = async (path: string, body?: any) => {
		const response = await fetch(`${sandbox.url}/__sandbox/${path}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	};
	await steer('happen', { event: 'expireTokens' });
	expect((await company()).status).toBe(401);
	expect((await steer('requests')).body).toMatchObject([
		{ number: 'S4', refused: 'not authenticated' },
	]);
	await steer('misbehave', { kind: 'answer', status: 418 });
	expect((await company()).status).toBe(418);
	await steer('reset');
	expect(sandbox.requests).toEqual([]);
	expect((await steer('happen', { event: 'earthquake' })).status).toBe(400);
	expect((await steer('nothing')).status).toBe(404);
});
