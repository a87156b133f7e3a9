/** An event that the vendor cannot confirm yet is answered at once. It is not lost, and it starts nothing unconfirmed. */

import * as fc from 'fast-check';
import { WebhookContext } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { fastClock, steppedClock } from '../../support/engine/clock';
import { callWebhook, callWebhookAndGo } from '../../support/engine/webhook';
import type { WebhookResult, WebhookRun } from '../../support/engine/webhook';
import { settle } from '../../support/promises';
import { known } from '../../support/sandbox/selarti';
import { bodyOf } from '../../support/sandbox/selarti/webhooks';
import type { Fault } from '../../support/sandbox/types';
import { useVendor } from '../../support/useVendor';
import { selarti } from '../../support/vendors/selarti';
import { createRun, secrets } from '../../support/webhookRun';

const { sandbox, credentialData } = useVendor(selarti);

/** The timeout of the requests by which the node verifies an event, in milliseconds; its other waits are shorter. */
const REQUEST_TIMEOUT = 10_000;

let clock: ReturnType<typeof fastClock>;
beforeEach(() => {
	clock = fastClock(100, REQUEST_TIMEOUT);
});
afterEach(() => clock.stop());

let accounts = 0;

/** A trigger that verifies events. */
function trigger(parameters?: INodeParameters, more?: Partial<WebhookRun>) {
	accounts += 1;
	return createRun({
		node: 'selartiTrigger',
		parameters: {
			triggerOn: ['any'],
			authentication: ['queryToken', 'apiVerification'],
			...parameters,
		},
		credentials: {
			selartiWebhookApi: secrets,
			// Each trigger has an account of its own, because the node keeps times of an account, which differ between clocks.
			selartiApi: credentialData({ maxConcurrentRequests: 10 + accounts }),
		},
		...more,
	});
}

const threadWithMany = () => {
	const thread = sandbox.state.threads.find(({ _id }) => _id === known.threadWithManyMessages);
	if (!thread) throw new Error('the sandbox has no such thread');
	return thread;
};

/** Event number n: a message of the thread with many messages. */
const event = (n: number = 0, changes?: object) => {
	const thread = threadWithMany();
	const own = sandbox.state.messages.filter((message) => message.thread === thread._id);
	return {
		query: secrets,
		body: { ...bodyOf(sandbox.state, thread, own[n], 'all_messages'), ...changes },
	};
};

/** The field by which an event that timed out starts the workflow. */
const emit = { onVerificationTimeout: 'emitUnverified' };
const outage: Fault = { kind: 'refuse', status: 500, on: ['S5', 'S6'] };
/** The IDs of the messages that started the workflow, sorted. */
const idsOf = (results: WebhookResult[]) =>
	results.flatMap(({ items = [] }) => items.map(({ messageId }) => messageId)).sort();
const until = async (condition: () => boolean) => {
	while (!condition()) await settle();
};

test('a call is answered before the event is verified', async () => {
	const { status, done } = await callWebhookAndGo(trigger(), event());
	const answeredFirst = sandbox.requestsTo('S5').length === 0;
	expect([status, answeredFirst]).toEqual([200, true]);
	expect((await done).items).toHaveLength(1);
});

test('an event is confirmed when its message can be read only later', async () => {
	const { body } = event();
	const { messages } = sandbox.state;
	const [hidden] = messages.splice(
		messages.findIndex(({ _id }) => _id === body.message_id),
		1,
	);
	const { done } = await callWebhookAndGo(trigger(), { query: secrets, body });
	await until(() => sandbox.requestsTo('S6').length > 0);
	messages.unshift(hidden);
	expect((await done).items).toMatchObject([{ messageId: body.message_id, verified: true }]);
});

describe('during an outage of the vendor', () => {
	test.each<[what: string, fault: Fault]>([
		['answered 500', { kind: 'refuse', status: 500 }],
		['answered 429', { kind: 'refuse', status: 429 }],
		[
			'answered with a web page',
			{ kind: 'answer', status: 200, body: '<html><title>Maintenance</title></html>' },
		],
		['closed the connection', { kind: 'cutBefore' }],
		['refused the login', { kind: 'refuse', status: 401, on: 'S0' }],
		['refused the login with 403', { kind: 'refuse', status: 403, on: 'S0' }],
	])('an event is confirmed after the vendor %s', async (_what, fault) => {
		sandbox.injectFault({ ...fault, times: 3 });
		expect(await callWebhook(trigger(), event())).toMatchObject({
			status: 200,
			items: [{ verified: true }],
		});
	});

	test.each([
		['emitUnverified', [{ messageText: 'Forged', verified: false }]],
		['drop', undefined],
		[undefined, undefined],
	])(
		'an event that timed out is handled by On Verification Timeout %s',
		async (onVerificationTimeout, items) => {
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
		},
	);

	test.each([[0], [-5], ['x']])(
		'a Verification Timeout (Minutes) of %j allows one attempt',
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
		const stepped = steppedClock(REQUEST_TIMEOUT);
		sandbox.injectFault(outage);
		const started = performance.now();
		expect(
			await callWebhook(trigger({ ...emit, verificationTimeout: 1_000_000 }), event()),
		).toMatchObject({
			items: [{ verified: false }],
		});
		const minutes = (performance.now() - started) / 60_000;
		stepped.stop();
		expect([minutes >= 60, minutes < 60.5]).toEqual([true, true]);
	});

	test('an event is denied even after failures', async () => {
		sandbox.injectFault({ ...outage, times: 6 });
		const run = trigger();
		expect(
			(await callWebhook(run, event(0, { message_id: known.unknownId }))).items,
		).toBeUndefined();
		expect(Object.values(run.server.staticData)).toEqual([]);
	});

	test('a repeated event is answered at once and starts nothing', async () => {
		sandbox.injectFault(outage);
		const run = trigger();
		const { done } = await callWebhookAndGo(run, event());
		const repetition = await callWebhookAndGo(run, event());
		expect(repetition.status).toBe(200);
		sandbox.faults.length = 0;
		expect(idsOf(await Promise.all([done, repetition.done]))).toHaveLength(1);
		expect(await callWebhook(run, event())).toMatchObject({ status: 200, items: undefined });
	});

	test('twenty calls wait for all events, and the other calls end', async () => {
		sandbox.injectFault(outage);
		const run = trigger({ verificationTimeout: 60 });
		const results: WebhookResult[] = [];
		const calls = [];
		for (let n = 0; n < 40; n += 1) {
			const { status, done } = await callWebhookAndGo(run, event(n));
			expect(status).toBe(200);
			calls.push(
				done.then((result) => {
					results.push(result);
					return result;
				}),
			);
		}
		await until(() => results.length === 20);
		expect(results.every(({ items }) => items === undefined)).toBe(true);
		sandbox.faults.length = 0;
		const outcomes = await Promise.all(calls);
		expect(new Set(idsOf(outcomes)).size).toBe(40);
	});

	test.each([400, 403, 404, 410, 422])(
		'an event is denied by three responses %i',
		async (status) => {
			clock.stop();
			const stepped = steppedClock(REQUEST_TIMEOUT);
			sandbox.injectFault({ kind: 'refuse', status, on: 'S5' });
			expect(await callWebhook(trigger(), event())).toMatchObject({
				status: 200,
				items: undefined,
			});
			stepped.stop();
			expect(sandbox.requestsTo('S5')).toHaveLength(3);
		},
	);

	test('a call is answered with 503 while the queue is full, so that the vendor sends the event again', async () => {
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

	test('an event of another trigger is not affected', async () => {
		sandbox.injectFault({ ...outage, times: 40 });
		const { done } = await callWebhookAndGo(trigger(emit), event(0));
		expect(await callWebhook(trigger({ authentication: ['queryToken'] }), event(0))).toMatchObject({
			items: [{}],
		});
		expect((await done).items).toHaveLength(1);
	});
});

describe('an event', () => {
	test('starts the workflow once when callers send several versions of it', async () => {
		const run = trigger();
		threadWithMany().interest = true;
		const bare = { wh_type: 'interest', message_id: '' };
		const outcomes = [];
		for (const title of ['Anna', 'Bela', 'Anna'])
			outcomes.push(await callWebhook(run, event(0, { ...bare, title })));
		expect(outcomes.map(({ items }) => items?.length ?? 0)).toEqual([1, 0, 0]);
	});

	test('starts every test in the editor, though it is the same event', async () => {
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
] as const)('an error in %s is answered with 500 and starts no execution', async (method) => {
	const spy = jest.spyOn(WebhookContext.prototype, method).mockImplementation(() => {
		throw new Error('broken');
	});
	const outcome = await callWebhook(trigger(), event());
	spy.mockRestore();
	expect(outcome).toEqual({ status: 500, text: '', items: undefined, hanging: false });
});

test('the trigger emits each event once in every order of events, repetitions and outages', async () => {
	type Step = { kind: 'event'; n: number; wait: boolean } | { kind: 'outage' | 'recovery' };
	const step: fc.Arbitrary<Step> = fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({
				kind: fc.constant('event' as const),
				n: fc.nat({ max: 9 }),
				wait: fc.boolean(),
			}),
		},
		fc.record({ kind: fc.constantFrom('outage' as const, 'recovery' as const) }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			sandbox.reset();
			const run = trigger({ verificationTimeout: 60 });
			const calls = [];
			for (const next of steps) {
				if (next.kind !== 'event') {
					sandbox.faults.length = 0;
					if (next.kind === 'outage') sandbox.injectFault(outage);
					continue;
				}
				const { status, done } = await callWebhookAndGo(run, event(next.n));
				expect(status).toBe(200);
				calls.push(done);
				if (next.wait) await new Promise((resolve) => setTimeout(resolve, 2_000));
			}
			sandbox.faults.length = 0;
			const sent = new Set(
				steps.flatMap((sentStep) =>
					sentStep.kind === 'event' ? [event(sentStep.n).body.message_id] : [],
				),
			);
			const outcomes = await Promise.all(calls);
			expect(idsOf(outcomes)).toEqual([...sent].sort());
			expect(
				outcomes.every(({ items = [] }) => items.every(({ verified }) => verified === true)),
			).toBe(true);
		}),
		{ numRuns: 60 },
	);
	// A busy machine takes several times as long as an idle one.
}, 300_000);
