/** Fault injection, which is the same for every vendor; the tests use the sandbox of Selarti. */

import { startSandbox } from './server';
import { requestJson } from './testClient';
import { selarti, known } from './selarti';
import type { Sandbox } from './server';
import type { SelartiState } from './selarti';

let sandbox: Sandbox<SelartiState>;
let headers: Record<string, string> = {};

const getCompany = () => fetch(`${sandbox.url}/api/1.1/wf/get_company`, { headers });
const send = () =>
	fetch(`${sandbox.url}/api/1.1/wf/send_message`, {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify({ thread: known.thread, message: 'Проба', message_type: 'bot' }),
	});
/** How many messages the vendor has beside those of the seed. */
const sentCount = () => sandbox.state.messages.length - selarti.seed().messages.length;

beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
afterAll(() => sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.state.tokens.add('bus|1x1|1x1');
	headers = { authorization: 'Bearer bus|1x1|1x1' };
});

test('answer responds instead of the vendor', async () => {
	sandbox.injectFault({
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
	expect(sentCount()).toBe(0);
	expect((await getCompany()).status).toBe(200);
});

test("refuse responds with the vendor's form of an error, after and for the number of requests", async () => {
	sandbox.injectFault({
		kind: 'refuse',
		status: 429,
		body: 'too fast',
		on: ['S4'],
		after: 1,
		times: 1,
		headers: { 'retry-after': '1' },
	});
	const responses = [await getCompany(), await getCompany(), await getCompany()];
	expect(responses.map((response) => response.status)).toEqual([200, 429, 200]);
	expect(await responses[1].json()).toEqual({
		statusCode: 429,
		body: { status: 'TOO_MANY_REQUESTS', message: 'too fast' },
	});
	sandbox.injectFault({ kind: 'refuse', status: 401, body: 'Invalid or expired token: x' });
	expect(await (await getCompany()).json()).toMatchObject({
		error_class: 'Unauthorized',
		translation: 'Invalid or expired token: x',
	});
	sandbox.faults.length = 0;
	sandbox.injectFault({ kind: 'refuse', status: 502 });
	expect(await (await getCompany()).json()).toMatchObject({ body: { status: 'ERROR' } });
});

test('slow delays the response', async () => {
	sandbox.injectFault({ kind: 'slow', delay: 60 });
	const start = performance.now();
	const both = await Promise.all([getCompany(), getCompany()]);
	expect(performance.now() - start).toBeGreaterThanOrEqual(50);
	expect(both.map((response) => response.status)).toEqual([200, 200]);
	expect(sandbox.maxInFlight).toBe(2);
});

test('cutBefore closes the connection before the vendor acts', async () => {
	sandbox.injectFault({ kind: 'cutBefore', on: 'S11' });
	await expect(send()).rejects.toThrow('fetch failed');
	expect([sentCount(), sandbox.requests.at(-1)?.handled]).toEqual([0, false]);
});

test('cutAfter closes the connection after the vendor has acted', async () => {
	sandbox.injectFault({ kind: 'cutAfter', on: 'S11' });
	await expect(send()).rejects.toThrow('fetch failed');
	expect([sentCount(), sandbox.requests.at(-1)?.handled]).toEqual([1, true]);
});

test('cutMiddle closes the connection after half of the response', async () => {
	sandbox.injectFault({ kind: 'cutMiddle', on: 'S4' });
	const response = await getCompany();
	expect(response.status).toBe(200);
	await expect(response.text()).rejects.toThrow('terminated');
});

test('answerAfter responds as a gateway after the vendor has acted', async () => {
	sandbox.injectFault({ kind: 'answerAfter', on: 'S11', status: 504, body: 'Gateway Time-out' });
	expect((await send()).status).toBe(504);
	expect(sentCount()).toBe(1);
});

test('rewrite replaces parts of the response', async () => {
	sandbox.injectFault({
		kind: 'rewrite',
		on: 'S4',
		headers: { 'x-cache': 'HIT' },
		body: { status: 'success' },
	});
	const response = await getCompany();
	expect([response.status, response.headers.get('x-cache'), await response.json()]).toEqual([
		200,
		'HIT',
		{ status: 'success' },
	]);
	sandbox.faults.length = 0;
	sandbox.injectFault({ kind: 'rewrite', on: 'S4', status: 299 });
	const other = await getCompany();
	expect(other.status).toBe(299);
	expect(await other.json()).toMatchObject({ response: { company: [{}, {}, {}] } });
});

test('another process controls the sandbox by HTTP', async () => {
	const control = async (path: string, body?: unknown) =>
		await requestJson(`${sandbox.url}/__sandbox/${path}`, { method: 'POST', body });
	await control('happen', { event: 'expireTokens' });
	expect((await getCompany()).status).toBe(401);
	expect((await control('requests')).body).toMatchObject([
		{ number: 'S4', refused: 'not authenticated' },
	]);
	await control('faults', { kind: 'answer', status: 418 });
	expect((await getCompany()).status).toBe(418);
	await control('reset');
	expect(sandbox.requests).toEqual([]);
	expect((await control('happen', { event: 'earthquake' })).status).toBe(400);
	expect((await control('nothing')).status).toBe(404);
});
