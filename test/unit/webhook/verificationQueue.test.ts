import type { IDataObject } from 'n8n-workflow';

import { hasCapacity, verifyOrEnqueue } from '../../../nodes/shared/webhook/verificationQueue';
import type { PendingEvent } from '../../../nodes/shared/webhook/verification';
import { fastClock, steppedClock } from '../../support/engine/clock';
import { createWebhookContext } from '../../support/fixtures/webhookContext';
import { createDefinition } from '../../support/fixtures/webhookDefinition';

let workflows = 0;
const createWorkflow = () => `queue ${(workflows += 1)}`;
const createPending = (id: unknown, change: Partial<PendingEvent> = {}): PendingEvent => ({
	event: { id } as IDataObject,
	matchesFilters: () => true,
	extra: {},
	claim: undefined,
	emitUnverified: true,
	deadline: performance.now() + 60_000,
	nextAttemptAt: performance.now(),
	denialCount: 0,
	failureCount: 0,
	...change,
});
const idsOf = (items: IDataObject[]) => items.map(({ id }) => id);
const nextTurn = async () => await new Promise((resolve) => setImmediate(resolve));
const until = async (condition: () => unknown) => {
	while (!condition()) await nextTurn();
};

describe('by the time of a stepped clock', () => {
	let clock: ReturnType<typeof steppedClock>;
	beforeEach(() => {
		clock = steppedClock();
	});
	afterEach(() => clock.stop());

	const definitionOf = (verify: (event: IDataObject) => Promise<IDataObject | undefined>) =>
		createDefinition({ verify: async (_context, event) => await verify(event) });
	/** Runs all that waits for no timer. */
	const settle = async () => {
		for (let count = 0; count < 20; count += 1) await undefined;
	};
	const contextOf = (workflow = createWorkflow()) => createWebhookContext({ workflow }).context;

	test('ten calls verify their event at once, others wait', async () => {
		const resolvers: Array<() => void> = [];
		const waiting = definitionOf(async (event) => {
			await new Promise<void>((resolve) => resolvers.push(resolve));
			return event;
		});
		const calls = Array.from({ length: 12 }, async (_, id) =>
			verifyOrEnqueue(contextOf(), waiting, createPending(id)),
		);
		expect(resolvers).toHaveLength(10);
		for (let index = 0; index < 12; index += 1) {
			await until(() => resolvers.length > index);
			resolvers[index]();
		}
		expect((await Promise.all(calls)).flatMap(idsOf).sort((a, b) => Number(a) - Number(b))).toEqual(
			Array.from({ length: 12 }, (_, id) => id),
		);
		const verify = jest.fn(async () => undefined);
		const denied = Array.from({ length: 10 }, async (_, id) =>
			verifyOrEnqueue(contextOf(), definitionOf(verify), createPending(id, { denialCount: 2 })),
		);
		expect(verify).toHaveBeenCalledTimes(10);
		expect((await Promise.all(denied)).flat()).toEqual([]);
	});

	/** A definition whose vendor fails until it recovers. */
	function createOutage() {
		const begun = performance.now();
		const outage = { isOver: false, order: [] as unknown[], times: [] as number[] };
		const definition = definitionOf(async (event) => {
			if (!outage.isOver) throw new Error('outage');
			outage.order.push(event.id);
			outage.times.push(performance.now() - begun);
			return event;
		});
		return { outage, definition };
	}

	test('one call waits for all events of its trigger and mode', async () => {
		const { outage, definition } = createOutage();
		const workflow = createWorkflow();
		const worker = verifyOrEnqueue(contextOf(workflow), definition, createPending('first'));
		await settle();
		expect(
			await verifyOrEnqueue(
				contextOf(workflow),
				definition,
				createPending('second', { failureCount: 3 }),
			),
		).toEqual([]);
		const others = [
			createWebhookContext({ workflow, node: 'other' }).context,
			createWebhookContext({ workflow, mode: 'manual' }).context,
			contextOf(),
		].map(async (context, index) =>
			verifyOrEnqueue(context, definition, createPending(`other ${index}`)),
		);
		await settle();
		outage.isOver = true;
		expect(idsOf(await worker)).toEqual(['first', 'second']);
		expect((await Promise.all(others)).map(idsOf)).toEqual([['other 0'], ['other 1'], ['other 2']]);
	});

	test('events are verified in the order in which they are due, and none before', async () => {
		const { outage, definition } = createOutage();
		const workflow = createWorkflow();
		const worker = verifyOrEnqueue(contextOf(workflow), definition, createPending('worker'));
		await settle();
		for (const [id, failureCount] of [
			['late', 3],
			['b', 1],
			['a', 0],
		] as const)
			expect(
				await verifyOrEnqueue(contextOf(workflow), definition, createPending(id, { failureCount })),
			).toEqual([]);
		outage.isOver = true;
		// The clock is at 20 s when the worker wakes up for the second time.
		setTimeout(() => {}, 20_000);
		expect(idsOf(await worker)).toEqual(['worker', 'a', 'b', 'late']);
		expect(outage.order).toEqual(['worker', 'a', 'b', 'late']);
		expect(outage.times).toEqual([1_000, 1_000, 20_000, 20_000]);
	});

	test('an event is verified when it is due, however late another one is', async () => {
		const times: Record<string, number> = {};
		let attempts = 0;
		const begun = performance.now();
		const definition = definitionOf(async (event) => {
			const isOutage = event.id === 'worker' ? (attempts += 1) < 3 : !('worker' in times);
			if (isOutage) throw new Error('outage');
			times[String(event.id)] = performance.now() - begun;
			return event;
		});
		const workflow = createWorkflow();
		const worker = verifyOrEnqueue(contextOf(workflow), definition, createPending('worker'));
		await settle();
		const late = createPending('late', { failureCount: 3 });
		expect(await verifyOrEnqueue(contextOf(workflow), definition, late)).toEqual([]);
		expect(idsOf(await worker)).toEqual(['worker', 'late']);
		expect([times.worker, times.late]).toEqual([3_000, 8_000]);
	});

	test('a worker verifies ten events at once, and an empty queue starts anew', async () => {
		let isOver = false;
		let active = 0;
		let maxActive = 0;
		const definition = definitionOf(async (event) => {
			if (!isOver) throw new Error('outage');
			active += 1;
			maxActive = Math.max(maxActive, active);
			await settle();
			active -= 1;
			return event;
		});
		const workflow = createWorkflow();
		const worker = verifyOrEnqueue(contextOf(workflow), definition, createPending(0));
		for (let id = 1; id < 120; id += 1)
			expect(await verifyOrEnqueue(contextOf(workflow), definition, createPending(id))).toEqual([]);
		isOver = true;
		expect((await worker).length).toBe(120);
		expect(maxActive).toBe(10);
		expect(
			idsOf(await verifyOrEnqueue(contextOf(workflow), definition, createPending('alone'))),
		).toEqual(['alone']);
	});

	test('a queue is full with 1,000 events, or with 8 MB of them', async () => {
		const { outage, definition } = createOutage();
		const long = { deadline: performance.now() + 1e9 };
		const workflow = createWorkflow();
		const isOpen = (name: string, node = 'node') =>
			hasCapacity(createWebhookContext({ workflow: name, node }).context);
		const enqueue = async (name: string, id: unknown) =>
			await verifyOrEnqueue(contextOf(name), definition, createPending(id, long));
		const workers = [enqueue(workflow, 0)];
		for (let id = 1; id < 999; id += 1) await enqueue(workflow, id);
		expect(isOpen(workflow)).toBe(true);
		await enqueue(workflow, 999);
		expect([isOpen(workflow), isOpen(workflow, 'other'), isOpen(createWorkflow())]).toEqual([
			false,
			true,
			true,
		]);

		const text = (length: number) => 'x'.repeat(length - JSON.stringify([{ id: '' }, {}]).length);
		const [large, exact] = [createWorkflow(), createWorkflow()];
		workers.push(enqueue(large, text(8_388_607)), enqueue(exact, text(8_388_608)));
		await settle();
		expect([isOpen(large), isOpen(exact)]).toEqual([true, false]);
		await enqueue(large, '');
		expect(isOpen(large)).toBe(false);
		outage.isOver = true;
		expect((await Promise.all(workers)).map(({ length }) => length)).toEqual([1_000, 2, 1]);
		expect([isOpen(workflow), isOpen(large)]).toEqual([true, true]);
	});
});

describe('by a fast clock', () => {
	let clock: ReturnType<typeof fastClock>;
	beforeEach(() => {
		clock = fastClock();
	});
	afterEach(() => clock.stop());

	/** What the vendor says of an event. */
	type Answer = 'confirmed' | 'denied' | 'outage';

	/** A trigger whose vendor answers as `answers` says, by the event's name. */
	function createTrigger() {
		const workflow = createWorkflow();
		const answers: Record<string, Answer | Promise<Answer>> = {};
		const attempts: Record<string, number> = {};
		const active = { now: 0, max: 0 };
		const definition = createDefinition({
			verify: async (_context, { id }) => {
				const name = String(id);
				attempts[name] = (attempts[name] ?? 0) + 1;
				active.now += 1;
				active.max = Math.max(active.max, active.now);
				const answer = await answers[name];
				await nextTurn();
				active.now -= 1;
				if (answer === 'outage') throw new Error('outage');
				return answer === 'confirmed' ? { id } : undefined;
			},
		});
		/** @returns the names of the events that this call emits */
		const receive = async (name: string, change: Partial<PendingEvent> = {}) => {
			const pending = createPending(name, { deadline: performance.now() + 3_600_000, ...change });
			const { context } = createWebhookContext({ workflow });
			return idsOf(await verifyOrEnqueue(context, definition, pending)).map(String);
		};
		const isFull = () => !hasCapacity(createWebhookContext({ workflow }).context);
		return { answers, attempts, active, receive, isFull };
	}
	const observe = <T>(promise: Promise<T>) => {
		const state = { isDone: false, promise };
		void promise.finally(() => (state.isDone = true));
		return state;
	};

	test('a worker emits its events as soon as another call waits for the rest', async () => {
		const { answers, attempts, receive } = createTrigger();
		Object.assign(answers, { stuck: 'outage', soon: 'outage', later: 'outage' });
		const worker = observe(receive('stuck'));
		await until(() => attempts.stuck === 1);
		expect(await receive('soon')).toEqual([]);
		answers.soon = 'confirmed';
		await until(() => attempts.soon === 2 && attempts.stuck >= 3);
		expect(worker.isDone).toBe(false);
		const next = observe(receive('later'));
		expect(await worker.promise).toEqual(['soon']);
		expect(next.isDone).toBe(false);
		// The new worker has no event to emit yet, so another call ends at once.
		answers.third = 'outage';
		expect(await receive('third')).toEqual([]);
		Object.assign(answers, { later: 'confirmed', stuck: 'confirmed', third: 'confirmed' });
		expect((await next.promise).sort()).toEqual(['later', 'stuck', 'third']);
	});

	test('a worker that verifies an event is not replaced, so no event is verified twice', async () => {
		const { answers, attempts, receive } = createTrigger();
		Object.assign(answers, { slow: 'outage', soon: 'outage', late: 'outage' });
		const worker = observe(receive('slow'));
		await until(() => attempts.slow === 1);
		await receive('soon');
		let answerSlow: (answer: Answer) => void = () => {};
		const slow = new Promise<Answer>((resolve) => (answerSlow = resolve));
		answers.soon = 'confirmed';
		await until(() => attempts.soon === 2);
		answers.slow = slow;
		const before = attempts.slow;
		await until(() => attempts.slow > before);
		const other = observe(receive('late'));
		await until(() => attempts.late === 1 && other.isDone);
		expect(await other.promise).toEqual([]);
		expect(attempts.slow).toBe(before + 1);
		answerSlow('confirmed');
		answers.late = 'confirmed';
		expect((await worker.promise).sort()).toEqual(['late', 'slow', 'soon']);
	});

	test('at most 20 of many events are verified at once', async () => {
		const { answers, active, receive } = createTrigger();
		const names = Array.from({ length: 80 }, (_, index) => `event ${index}`);
		for (const name of names) answers[name] = 'confirmed';
		const emitted = (await Promise.all(names.map(async (name) => await receive(name)))).flat();
		expect(emitted.sort()).toEqual([...names].sort());
		expect(active.max).toBeLessThanOrEqual(20);
	});

	test('a queue that was full by number or by size has capacity again when it is empty', async () => {
		const { answers, attempts, receive, isFull } = createTrigger();
		answers.small = 'outage';
		const calls: Array<Promise<string[]>> = [];
		for (let count = 0; count < 999; count += 1) calls.push(receive('small'));
		await nextTurn();
		expect(isFull()).toBe(false);
		for (let count = 0; count < 60; count += 1) calls.push(receive('small'));
		await until(isFull);
		answers.small = 'confirmed';
		expect((await Promise.all(calls)).flat()).toHaveLength(1059);
		expect(isFull()).toBe(false);

		answers.large = 'outage';
		const [first, ...rest] = Array.from({ length: 9 }, async () =>
			receive('large', { extra: { rawBody: { text: 'x'.repeat(1_000_000) } } }),
		);
		await Promise.all(rest);
		expect(isFull()).toBe(true);
		answers.stays = 'outage';
		const last = receive('stays', { deadline: Infinity });
		await until(() => attempts.stays >= 2);
		expect(isFull()).toBe(true);
		answers.large = 'confirmed';
		await until(() => !isFull());
		answers.stays = 'confirmed';
		expect((await Promise.all([first, last])).flat()).toHaveLength(10);
	}, 20_000);

	test('the next call takes over the queue of a worker that failed', async () => {
		const { answers, attempts, receive } = createTrigger();
		answers.stuck = 'outage';
		const failed = receive('stuck', {
			matchesFilters: () => {
				throw new Error('broken');
			},
		});
		await until(() => attempts.stuck === 1);
		answers.next = 'outage';
		expect(await receive('next')).toEqual([]);
		answers.stuck = 'confirmed';
		await expect(failed).rejects.toThrow('broken');
		answers.last = 'outage';
		const last = receive('last');
		Object.assign(answers, { next: 'confirmed', last: 'confirmed' });
		expect((await last).sort()).toEqual(['last', 'next']);
	});
});
