/**
 * An event whose vendor cannot be asked, or does not know it yet: answered at once, neither lost nor taken for true.
 */

import * as fc from 'fast-check';
import { WebhookContext } from 'n8n-core';
import { callWebhook, callWebhookAndGo } from '../../support/engine/webhook';
import { fastClock } from '../../support/engine/clock';
import { startSandbox } from '../../support/sandbox/server';
import { selarti, known } from '../../support/sandbox/selarti';
import { bodyOf } from '../../support/sandbox/selarti/webhooks';
import type { Sandbox } from '../../support/sandbox/server';
import type { SelartiState } from '../../support/sandbox/selarti';

const secrets = { token: 'Lavender-harbour_1742' };

let sandbox: Sandbox<SelartiState>;
let clock: ReturnType<typeof fastClock>;
beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	clock = fastClock();
});
afterEach(() => clock.stop());

let workflows = 0;
const trigger = (parameters?: any, more?: any): any => ({
	// Each has an account of its own: what is remembered of one by the clock must not reach another test.
	node: 'selartiTrigger',
	parameters: {
		triggerOn: ['any'],
		authentication: ['queryToken', 'apiVerification'],
		...parameters,
	},
	credentials: {
		selartiWebhookApi: secrets,
		selartiApi: {
			apiKey: known.key,
			baseUrl: sandbox.url,
			maxRetryTime: 0,
			maxConcurrentRequests: 10 + ++workflows,
		},
	},
	server: { staticData: {}, id: `v${workflows}` },
	...more,
});
/** Event number n: a message of the thread with many. */
const event = (n: number = 0, more?: any) => {
	const { threads, messages } = sandbox.state;
	const thread = threads.find(({ _id }: any) => _id === known.threadWithManyMessages);
	const own = messages.filter((message: any) => message.thread === thread._id);
	return {
		query: secrets,
		body: { ...bodyOf(sandbox.state, thread, own[n], 'all_messages'), ...more },
	};
};
/** Settings that emit an event that timed out. */
const emit = { onVerificationTimeout: 'emitUnverified' };
const outage = { kind: 'refuse' as const, status: 500, on: ['S5', 'S6'] };
const idsOf = (outcomes: any[]) =>
	outcomes.flatMap(({ items = [] }) => items.map(({ messageId }: any) => messageId)).sort();
/** Waits until something is the case. */
const until = async (look: () => unknown) => {
	while (!look()) await new Promise((resolve) => setImmediate(resolve));
};

test('the vendor gets its answer before it is asked about the event', async () => {
	let answeredFirst = false;
	const { status, done } = await callWebhookAndGo(trigger(), event());
	answeredFirst = sandbox.requestsTo('S5').length === 0;
	expect([status, answeredFirst]).toEqual([200, true]);
	expect((await done).items).toHaveLength(1);
});

test('a message that can be read only later is confirmed', async () => {
	const { body } = event();
	const { messages } = sandbox.state;
	const [hidden] = messages.splice(
		messages.findIndex(({ _id }: any) => _id === body.message_id),
		1,
	);
	const { done } = await callWebhookAndGo(trigger(), { query: secrets, body });
	await until(() => sandbox.requestsTo('S6').length > 0);
	messages.unshift(hidden);
	expect((await done).items).toMatchObject([{ messageId: body.message_id, verified: true }]);
});

describe('during an outage of the vendor', () => {
	test.each([
		['answers 500', { kind: 'refuse', status: 500 }],
		['answers 429', { kind: 'refuse', status: 429 }],
		[
			'answers with a page',
			{ kind: 'answer', status: 200, body: '<html><title>Maintenance</title></html>' },
		],
		['closes the connection', { kind: 'cutBefore' }],
		['takes no log-in', { kind: 'refuse', status: 401, on: 'S0' }],
	])('an event is confirmed at last when the vendor %s', async (_name, fault) => {
		sandbox.injectFault({ ...fault, times: 3 } as any);
		expect(await callWebhook(trigger(), event())).toMatchObject({
			status: 200,
			items: [{ verified: true }],
		});
	});

	test.each([
		['emitUnverified', [{ messageText: 'Forged', verified: false }]],
		['drop', undefined],
		[undefined, undefined],
	])('an event that timed out follows %s', async (onVerificationTimeout, items) => {
		sandbox.injectFault(outage);
		const run = trigger({ onVerificationTimeout, verificationTimeout: 1 });
		const started = clock.now();
		const outcome = await callWebhook(run, event(0, { message_text: 'Forged' }));
		const minutes = (clock.now() - started) / 60_000;
		expect(outcome.items).toEqual(items && [expect.objectContaining(items[0])]);
		expect([minutes >= 1, minutes < 10, sandbox.requestsTo('S5').length > 2]).toEqual([
			true,
			true,
			true,
		]);
		sandbox.reset();
		// Neither what was dropped nor what nobody confirmed holds back the true event.
		expect((await callWebhook(run, event())).items).toMatchObject([{ verified: true }]);
	});

	test.each([[0], [-5], ['x']])(
		'Verification Timeout (Minutes) %j means one try',
		async (verificationTimeout) => {
			sandbox.injectFault(outage);
			expect(await callWebhook(trigger({ ...emit, verificationTimeout }), event())).toMatchObject({
				items: [{ verified: false }],
			});
			expect(sandbox.requestsTo('S5').length).toBeLessThan(6);
		},
	);

	test('no event waits for more than an hour', async () => {
		clock.stop();
		clock = fastClock(20_000);
		sandbox.injectFault(outage);
		const started = clock.now();
		expect(
			await callWebhook(trigger({ ...emit, verificationTimeout: 1_000_000 }), event()),
		).toMatchObject({
			items: [{ verified: false }],
		});
		const minutes = (clock.now() - started) / 60_000;
		expect([minutes >= 60, minutes < 600]).toEqual([true, true]);
	});

	test('an event is denied even after failures', async () => {
		sandbox.injectFault({ ...outage, times: 6 });
		const run = trigger();
		expect(
			(await callWebhook(run, event(0, { message_id: known.unknownId }))).items,
		).toBeUndefined();
		expect(Object.values(run.server.staticData)).toEqual([]);
	});

	test('a repetition starts nothing more, and is answered at once', async () => {
		sandbox.injectFault(outage);
		const run = trigger();
		const { done } = await callWebhookAndGo(run, event());
		const repetition = await callWebhookAndGo(run, event());
		expect(repetition.status).toBe(200);
		sandbox.faults.length = 0;
		expect(idsOf(await Promise.all([done, repetition.done]))).toHaveLength(1);
		expect(await callWebhook(run, event())).toMatchObject({ status: 200, items: undefined });
	});

	test('twenty calls wait for all events, the others end', async () => {
		sandbox.injectFault(outage);
		const run = trigger({ verificationTimeout: 60 });
		const over: any[] = [];
		const calls = [];
		for (let n = 0; n < 40; n += 1) {
			const { status, done } = await callWebhookAndGo(run, event(n));
			expect(status).toBe(200);
			calls.push(done.then((outcome) => (over.push(outcome), outcome)));
		}
		await until(() => over.length === 20);
		expect(over.every(({ items }) => items === undefined)).toBe(true);
		sandbox.faults.length = 0;
		const outcomes = await Promise.all(calls);
		expect(new Set(idsOf(outcomes)).size).toBe(40);
	});

	test.each([400, 403, 404, 410, 422])('a response %i denies the event', async (status) => {
		sandbox.injectFault({ kind: 'refuse', status, on: 'S5' });
		expect(await callWebhook(trigger(), event())).toMatchObject({
			status: 200,
			items: undefined,
		});
		expect(sandbox.requestsTo('S5')).toHaveLength(3);
	});

	test('a full queue answers 503, so that the vendor sends the event again', async () => {
		sandbox.injectFault(outage);
		const run = trigger({ verificationTimeout: 60, includeRawBody: true });
		const large = { message_text: 'x'.repeat(900_000) };
		const calls = [];
		const statuses = [];
		for (let n = 0; n < 7; n += 1) {
			const { status, done } = await callWebhookAndGo(run, event(n, large));
			statuses.push(status);
			calls.push(done);
		}
		expect(statuses).toEqual([200, 200, 200, 200, 200, 503, 503]);
		sandbox.faults.length = 0;
		expect(idsOf(await Promise.all(calls))).toHaveLength(5);
		expect(await callWebhook(run, event(5, large))).toMatchObject({
			status: 200,
			items: [{ verified: true }],
		});
	});

	test('another trigger is not affected', async () => {
		sandbox.injectFault({ ...outage, times: 40 });
		const { done } = await callWebhookAndGo(trigger(emit), event(0));
		expect(await callWebhook(trigger({ authentication: ['queryToken'] }), event(0))).toMatchObject({
			items: [{}],
		});
		expect((await done).items).toHaveLength(1);
	});
});

describe('one event in several versions', () => {
	test('is one event by the version of the vendor', async () => {
		const run = trigger();
		sandbox.state.threads.find(({ _id }: any) => _id === known.threadWithManyMessages).interest =
			true;
		const bare = { wh_type: 'interest', message_id: '' };
		const outcomes = [];
		for (const title of ['Anna', 'Bela', 'Anna'])
			outcomes.push(await callWebhook(run, event(0, { ...bare, title })));
		expect(outcomes.map(({ items }) => items?.length ?? 0)).toEqual([1, 0, 0]);
	});

	test('in the editor nothing is taken for a repetition', async () => {
		const run = trigger({}, { mode: 'manual' });
		for (const _time of [1, 2])
			expect(await callWebhook(run, event())).toMatchObject({
				status: 200,
				items: [{ verified: true }],
			});
	});
});

test.each([
	'getNodeParameter',
	'getCredentials',
	'getRequestObject',
	'getQueryData',
	'getMode',
	'getWorkflow',
	'getWorkflowStaticData',
])('an error in %s is answered with 500 and starts no execution', async (method) => {
	const spy = jest.spyOn(WebhookContext.prototype, method as any).mockImplementation(() => {
		throw new Error('broken');
	});
	const outcome = await callWebhook(trigger(), event());
	spy.mockRestore();
	expect(outcome).toEqual({ status: 500, text: '', items: undefined, hanging: false });
});

test('every order of events, repetitions and outages emits each event once', async () => {
	const step = fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({
				kind: fc.constant('event'),
				n: fc.nat({ max: 9 }),
				wait: fc.boolean(),
			}),
		},
		fc.record({ kind: fc.constantFrom('outage', 'recovery') }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			sandbox.reset();
			const run = trigger({ verificationTimeout: 60 });
			const calls = [];
			for (const { kind, n, wait } of steps as any[]) {
				if (kind !== 'event') {
					sandbox.faults.length = 0;
					if (kind === 'outage') sandbox.injectFault(outage);
					continue;
				}
				const { status, done } = await callWebhookAndGo(run, event(n));
				expect(status).toBe(200);
				calls.push(done);
				if (wait) await new Promise((resolve) => setTimeout(resolve, 2_000));
			}
			sandbox.faults.length = 0;
			const sent = new Set(
				steps.flatMap(({ kind, n }: any) => (kind === 'event' ? [event(n).body.message_id] : [])),
			);
			const outcomes = await Promise.all(calls);
			expect(idsOf(outcomes)).toEqual([...sent].sort());
			expect(
				outcomes.every(({ items = [] }) => items.every(({ verified }: any) => verified === true)),
			).toBe(true);
		}),
		{ numRuns: 60 },
	);
}, 60_000);
