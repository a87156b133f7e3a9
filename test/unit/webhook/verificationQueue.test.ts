import type { IDataObject } from 'n8n-workflow';

import { hasCapacity, verifyOrEnqueue } from '../../../nodes/shared/webhook/verificationQueue';
import type { PendingEvent } from '../../../nodes/shared/webhook/verification';
import { fastClock } from '../../support/engine/clock';
import { createWebhookContext } from '../../support/fixtures/webhookContext';
import { createDefinition } from '../../support/fixtures/webhookDefinition';

let clock: ReturnType<typeof fastClock>;
beforeEach(() => {
	clock = fastClock();
});
afterEach(() => clock.stop());

type Answer = 'confirmed' | 'denied' | 'outage' | 'silence';

let workflows = 0;
/** A trigger whose vendor answers as `answers` says, by the event's name. */
function createTrigger() {
	const workflow = `queue ${(workflows += 1)}`;
	const answers: Record<string, Answer> = {};
	const attempts: Record<string, number> = {};
	const active = { now: 0, max: 0 };
	const definition = createDefinition({
		verify: async (_context, { id }) => {
			const name = String(id);
			attempts[name] = (attempts[name] ?? 0) + 1;
			active.max = Math.max(active.max, (active.now += 1));
			await new Promise((resolve) => setImmediate(resolve));
			active.now -= 1;
			if (answers[name] === 'silence') await new Promise(() => {});
			if (answers[name] === 'outage') throw new Error('outage');
			return answers[name] === 'denied' ? undefined : { id };
		},
	});
	const { context } = createWebhookContext({ workflow });
	/** @returns the names of the events with which this call ends */
	const receive = async (name: string, change: Partial<PendingEvent> = {}, own = context) => {
		const now = performance.now();
		const pending: PendingEvent = {
			event: { id: name },
			matchesFilters: () => true,
			extra: {},
			settings: { node: context.getNode() },
			isDeduplicated: false,
			emitUnverified: false,
			retryUntil: now + 3_600_000,
			deadline: now + 3_600_000,
			nextAttemptAt: now,
			denialCount: 0,
			failureCount: 0,
			...change,
		};
		const items: IDataObject[] = await verifyOrEnqueue(own, definition, pending);
		return items.map(({ id }) => String(id));
	};
	return { answers, attempts, active, receive, workflow, isFull: () => !hasCapacity(context) };
}

test('a confirmed event leaves at once, while others wait', async () => {
	const { answers, receive } = createTrigger();
	answers.forged = 'outage';
	const forged = receive('forged');
	expect(await receive('true')).toEqual(['true']);
	answers.late = 'outage';
	const late = receive('late');
	answers.late = 'confirmed';
	expect(await late).toEqual(['late']);
	answers.forged = 'denied';
	expect(await forged).toEqual([]);
});

test('twenty calls stay open, and every event leaves once', async () => {
	const { answers, receive, active } = createTrigger();
	const names = Array.from({ length: 50 }, (_, index) => `event ${index}`);
	for (const name of names) answers[name] = 'outage';
	const ended: string[][] = [];
	const calls = names.map(async (name) => ended.push(await receive(name)));
	await Promise.all(calls.slice(20));
	expect(ended).toEqual(Array.from({ length: 30 }, () => []));
	for (const name of names) answers[name] = 'confirmed';
	await Promise.all(calls);
	expect(ended.flat().sort()).toEqual([...names].sort());
	expect(active.max).toBeLessThanOrEqual(10);
});

test('a confirmed event leaves at once, also where the calls of other triggers are kept open', async () => {
	const others = [createTrigger(), createTrigger(), createTrigger()];
	const waiting = others.flatMap(({ answers, receive }) => {
		answers.outage = 'outage';
		return Array.from({ length: 20 }, async () => receive('outage'));
	});
	const { answers, receive } = createTrigger();
	answers.forged = 'outage';
	const forged = receive('forged');
	expect(await receive('true')).toEqual(['true']);
	Object.assign(answers, { forged: 'denied' });
	for (const other of others) other.answers.outage = 'denied';
	expect((await Promise.all([forged, ...waiting])).flat()).toEqual([]);
});

test('the last open call leaves with what is decided as soon as another one comes', async () => {
	const { answers, receive } = createTrigger();
	for (let index = 0; index < 21; index += 1) answers[`event ${index}`] = 'outage';
	answers.forged = 'outage';
	const forged = receive('forged');
	const calls = Array.from({ length: 21 }, async (_, index) => receive(`event ${index}`));
	for (let index = 0; index < 21; index += 1) answers[`event ${index}`] = 'confirmed';
	answers.next = 'outage';
	await Promise.all(calls);
	const next = receive('next');
	Object.assign(answers, { forged: 'denied', next: 'denied' });
	const all = (await Promise.all([forged, next, ...calls])).flat();
	expect(new Set(all).size).toBe(21);
});

test('an event waits no longer than it may, also for a vendor that stays silent', async () => {
	const { answers, receive } = createTrigger();
	answers.silent = 'silence';
	const begun = performance.now();
	const change = { deadline: begun + 5_000, emitUnverified: true };
	expect(await receive('silent', change)).toEqual(['silent']);
	expect(performance.now() - begun).toBeLessThan(8_000);
});

test('a trigger takes 1,000 events, or 8 MB of them', async () => {
	const { answers, receive, isFull } = createTrigger();
	answers.small = 'outage';
	const calls = Array.from({ length: 999 }, async () => receive('small'));
	expect(isFull()).toBe(false);
	calls.push(receive('small'));
	expect(isFull()).toBe(true);
	answers.small = 'confirmed';
	expect((await Promise.all(calls)).flat()).toHaveLength(1_000);
	expect(isFull()).toBe(false);
	answers.large = 'outage';
	const large = Array.from({ length: 9 }, async () =>
		receive('large', { extra: { rawBody: 'x'.repeat(1_000_000) } }),
	);
	expect(isFull()).toBe(true);
	answers.large = 'denied';
	await Promise.all(large);
	expect(isFull()).toBe(false);
});

test('an error about one event is logged, and the others go on', async () => {
	const { answers, receive, workflow } = createTrigger();
	const { context, log } = createWebhookContext({ workflow });
	answers.broken = 'outage';
	const matchesFilters = () => {
		throw new Error('broken');
	};
	const broken = receive('broken', { matchesFilters }, context);
	expect(await receive('fine')).toEqual(['fine']);
	answers.broken = 'confirmed';
	expect(await broken).toEqual([]);
	expect(log.at(-1)).toBe('error The trigger: broken');
});
