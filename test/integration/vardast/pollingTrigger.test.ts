import * as fc from 'fast-check';

import { PolledWorkflow } from '../../support/engine/poll';
import { startSandbox } from '../../support/sandbox/server';
import { vardast, known } from '../../support/sandbox/vardast';
import { uuid } from '../../support/sandbox/invent';
import type { Sandbox } from '../../support/sandbox/server';
import type { VardastState } from '../../support/sandbox/vardast';

/** The same with the oldest first, as a database may give rows that nobody sorts. */
const oldestFirst = {
	...vardast,
	routes: vardast.routes.map((route) => {
		if (route.number !== 'V10') return route;
		const handle: typeof route.handle = async (call, state) => {
			const page = Number(call.query.page);
			const size = Number(call.query.page_size);
			const rows = state.orders.filter((row) => row.channel_id === call.params.channel_id);
			const items = rows.slice((page - 1) * size, page * size);
			return {
				status: 200,
				body: { items, total: rows.length, page, size, pages: Math.ceil(rows.length / size) },
			};
		};
		return { ...route, handle };
	}),
};

let sandbox: Sandbox<VardastState>;
let reversed: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
	reversed = await startSandbox(oldestFirst);
});
beforeEach(() => {
	sandbox.reset();
	reversed.reset();
	sandbox.removeAllListeners('request');
});
afterAll(async () => {
	await sandbox.close();
	await reversed.close();
});

const channel = { __rl: true, mode: 'id', value: known.channel.id };
const workflow = (parameters?: any, { at = sandbox, ...more }: any = {} as any) =>
	new PolledWorkflow({
		node: 'vardastTrigger',
		parameters: { triggerOn: 'newOrder', channel, ...parameters },
		credentials: {
			vardastApi: { apiKey: known.apiKey, baseUrl: `${at.url}/uaa/public`, maxRetryTime: 0 },
		},
		...more,
	});
const NOW = Date.UTC(2026, 5, 1, 12);
/** Many orders at once, each with a name and a time. */
const orders = (times: any[], at: any = sandbox) => {
	for (const time of times) {
		const number = ++at.state.made;
		const [row] = at.state.orders;
		at.state.orders.push({
			...row,
			id: uuid(`order ${number}`),
			full_name: `order ${number}`,
			created_at: typeof time === 'number' ? new Date(time).toISOString() : time,
		});
	}
};
const numbers = ({ items }: PolledWorkflow) =>
	items.map(({ fullName }) => Number(String(fullName).split(' ')[1]));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('10,000 new orders between two polls come page by page, in order, each once, and little is remembered', async () => {
	const polled = workflow();
	await polled.activate();
	orders(upTo(10_000).map((index) => NOW + index * 10));
	const sizes = [];
	while (polled.items.length < 10_000 && sizes.length < 10) {
		const asked = sandbox.requests.length;
		await polled.tick();
		sizes.push([polled.executions.at(-1)?.length, sandbox.requests.length - asked]);
		expect(polled.size).toBeLessThan(15_000);
	}
	expect(polled.errors).toEqual([]);
	expect(numbers(polled)).toEqual(upTo(10_000));
	expect(sizes.length).toBeLessThanOrEqual(8);
	expect(Math.max(...sizes.map(([items]) => Number(items)))).toBeLessThanOrEqual(2_000);
	expect(Math.max(...sizes.map(([, requests]) => Number(requests)))).toBeLessThanOrEqual(80);
	await polled.tick();
	expect(polled.executions).toHaveLength(sizes.length);
});

test('2,500 of the same second come too, and one more of it later', async () => {
	const polled = workflow();
	await polled.activate();
	orders(upTo(2_500).map(() => NOW));
	for (let polls = 0; polls < 3; polls += 1) await polled.tick();
	expect(numbers(polled).sort((a, b) => a - b)).toEqual(upTo(2_500));
	expect(polled.size).toBeLessThan(25_000);
	orders([NOW]);
	await polled.tick();
	expect(numbers(polled).at(-1)).toBe(2_501);
	orders([NOW + 1]);
	await polled.tick();
	await polled.tick();
	expect(numbers(polled)).toHaveLength(2_502);
});

test.each([
	['with microseconds and no zone', '2026-06-01T12:00:00.123456', '2026-06-01T12:00:00.123457'],
	['with a space', '2026-06-01 12:00:00', '2026-06-01 12:00:01'],
	['with an offset', '2026-06-01T15:30:00+03:30', '2026-06-01T12:00:01Z'],
	['the same second', '2026-06-01T12:00:00Z', '2026-06-01T12:00:00Z'],
])('times %s', async (_how, first, second) => {
	const polled = workflow();
	await polled.activate();
	sandbox.happen('newOrder', { row: { full_name: 'order 1', created_at: first } });
	await polled.tick();
	sandbox.happen('newOrder', { row: { full_name: 'order 2', created_at: second } });
	await polled.tick();
	await polled.tick();
	expect(numbers(polled)).toEqual([1, 2]);
});

test('orders without a time come once, where all lack it and where some do', async () => {
	for (const bare of [false, true]) {
		sandbox.reset();
		if (bare) for (const row of sandbox.state.orders) delete row.created_at;
		const handle = vardast.routes.find(({ number }) => number === 'V10') as any;
		const list = jest.spyOn(handle, 'handle').mockImplementation(async (call: any, state: any) => {
			const [page, size] = [Number(call.query.page), Number(call.query.page_size)];
			const rows = state.orders
				.filter((row: { channel_id: string }) => row.channel_id === call.params.channel_id)
				.reverse();
			return {
				status: 200,
				body: {
					items: rows.slice((page - 1) * size, page * size),
					total: rows.length,
					page,
					size,
					pages: Math.ceil(rows.length / size),
				},
			};
		});
		const polled = workflow();
		await polled.activate();
		for (const count of [1, 3, 130]) {
			orders(upTo(count).map((index) => (bare || index % 2 ? undefined : NOW + index)));
			await polled.tick();
			await polled.tick();
		}
		expect(numbers(polled).sort((a, b) => a - b)).toEqual(upTo(134));
		expect(polled.errors).toEqual([]);
		list.mockRestore();
	}
});

test.each([1, 99, 100, 101, 250])('the oldest first, and %d new ones', async (count) => {
	const polled = workflow({}, { at: reversed });
	await polled.activate();
	orders(
		upTo(count).map((index) => NOW + index),
		reversed,
	);
	await polled.tick();
	await polled.tick();
	expect(numbers(polled)).toEqual(upTo(count));
});

test('bare lists, paged and whole', async () => {
	sandbox.state.bareArrays = true;
	const polled = workflow();
	await polled.activate();
	orders(upTo(320).map((index) => NOW + index));
	await polled.tick();
	expect(numbers(polled)).toEqual(upTo(320));
	const whole = workflow();
	sandbox.injectFault({ kind: 'rewrite', on: 'V10', body: sandbox.state.orders.slice(0, 100) });
	await whole.activate();
	await whole.tick();
	expect(whole.items).toEqual([]);
	expect(whole.errors).toEqual([]);
});

test('an answer without a body is an empty list, and orders without an ID are told apart by what they say', async () => {
	const polled = workflow();
	sandbox.injectFault({ kind: 'answer', status: 204, times: 1 });
	await polled.activate();
	sandbox.state.orders = [];
	for (const name of ['order 1', 'order 2'])
		sandbox.happen('newOrder', { at: NOW, row: { id: undefined, full_name: name } });
	await polled.tick();
	await polled.tick();
	expect(numbers(polled).sort()).toEqual([1, 2]);
});

test('new contacts, of a channel and of all', async () => {
	const all = workflow({
		triggerOn: 'newContact',
		channel: { __rl: true, mode: 'list', value: '' },
	});
	const one = workflow({ triggerOn: 'newContact' });
	await all.activate();
	await one.activate();
	sandbox.happen('newContact', { name: 'here' });
	sandbox.happen('newContact', { name: 'elsewhere', channelId: known.smallChannel.id });
	for (const polled of [all, one]) {
		await polled.tick();
		await polled.tick();
	}
	expect(all.items.map(({ name }) => name)).toEqual(['here', 'elsewhere']);
	expect(one.items).toEqual([
		expect.objectContaining({
			event: 'newContact',
			name: 'here',
			channel_id: known.channel.id,
			is_stopped: false,
		}),
	]);
	expect(await all.test()).toEqual([expect.objectContaining({ name: 'elsewhere' })]);
});

test('pages that shift while they are read, faults in the middle of them, and restarts', async () => {
	const step = fc.oneof(
		{
			weight: 3,
			arbitrary: fc.record({
				add: fc.integer({ min: 1, max: 130 }),
				apart: fc.integer({ min: 0, max: 1 }),
			}),
		},
		{
			weight: 4,
			arbitrary: fc.record({
				fault: fc.option(fc.nat(6), { nil: undefined }),
				shift: fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 4 }),
			}),
		},
		{ weight: 1, arbitrary: fc.constant({ restart: true }) },
	);
	const kinds = fc.constantFrom('refuse', 'cutMiddle', 'cutBefore');
	let runs = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.boolean(),
			kinds,
			fc.array(step, { maxLength: 8 }),
			async (durable, backwards, kind, steps) => {
				const at = backwards ? reversed : sandbox;
				at.reset();
				let now = NOW;
				const add = (count: number, apart = 1) =>
					orders(
						upTo(count).map(() => (now += apart)),
						at,
					);
				const polled = workflow({}, { durable, at });
				await polled.activate();
				await polled.tick();
				for (const { add: count, apart, restart, fault, shift } of steps as any[]) {
					if (restart) await polled.restart();
					else if (count) add(count, apart);
					else {
						if (fault !== undefined) at.injectFault({ kind, status: 500, times: 4, after: fault });
						const shifts = [...shift];
						const onRequest = () => add(shifts.shift() ?? 0);
						at.on('request', onRequest);
						await polled.tick();
						at.off('request', onRequest);
						at.faults.length = 0;
					}
				}
				for (let polls = 0; polls < 3; polls += 1) await polled.tick();
				expect(numbers(polled).sort((a, b) => a - b)).toEqual(upTo(at.state.made));
				runs += 1;
			},
		),
		{ numRuns: Number(process.env.ENGINE_RUNS ?? 40) },
	);
	expect(runs).toBeGreaterThan(0);
}, 300_000);
