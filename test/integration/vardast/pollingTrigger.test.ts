/** New orders and new contacts of Vardast, whose lists come in pages. */

import * as fc from 'fast-check';

import { PolledWorkflow } from '../../support/engine/poll';
import type { PollOptions } from '../../support/engine/poll';
import { uuid } from '../../support/sandbox/invent';
import type { FaultKind, SandboxRequest, SandboxResponse } from '../../support/sandbox/types';
import { known } from '../../support/sandbox/vardast';
import type { VardastState } from '../../support/sandbox/vardast';
import { useVendor } from '../../support/useVendor';
import { byId, notSet } from '../../support/vendors/parameters';
import { vardast } from '../../support/vendors/vardast';

// A busy machine takes several times as long as an idle one.
jest.setTimeout(180_000);

/** The requested page of the orders of a channel. @param order their order in the list */
function ordersPage(
	{ params, query }: SandboxRequest,
	state: VardastState,
	order: 'newestFirst' | 'oldestFirst',
): SandboxResponse {
	const page = Number(query.page);
	const size = Number(query.page_size);
	const rows = state.orders.filter((row) => row.channel_id === params.channel_id);
	if (order === 'newestFirst') rows.reverse();
	const items = rows.slice((page - 1) * size, page * size);
	return {
		status: 200,
		body: { items, total: rows.length, page, size, pages: Math.ceil(rows.length / size) },
	};
}

const client = useVendor(vardast);
const { sandbox } = client;
/** A vendor that lists the oldest orders first, as a database may return rows without an order. */
const oldestFirst = useVendor({
	...vardast,
	sandbox: {
		...vardast.sandbox,
		routes: vardast.sandbox.routes.map((route) => {
			if (route.number !== 'V10') return route;
			const handle: typeof route.handle = (request, state) =>
				ordersPage(request, state, 'oldestFirst');
			return { ...route, handle };
		}),
	},
});

beforeEach(() => {
	sandbox.removeAllListeners('request');
});

const workflow = (
	parameters?: PollOptions['parameters'],
	{ at = client, ...more }: Partial<PollOptions> & { at?: typeof client } = {},
) =>
	new PolledWorkflow({
		node: 'vardastTrigger',
		parameters: { triggerOn: 'newOrder', channel: byId(known.channel.id), ...parameters },
		credentials: { vardastApi: at.credentialData() },
		...more,
	});
const NOW = Date.UTC(2026, 5, 1, 12);
/** Adds orders with these times, each with a number in its name. */
const orders = (times: Array<number | string | undefined>, at = sandbox) => {
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
/** The numbers of the orders that were emitted. */
const numbers = ({ items }: PolledWorkflow) =>
	items.map(({ fullName }) => Number(String(fullName).split(' ')[1]));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('10,000 new orders between two polls are emitted in order, once each, and little of them is stored', async () => {
	const polled = workflow();
	await polled.activate();
	orders(upTo(10_000).map((index) => NOW + index * 10));
	const sizes = [];
	while (polled.items.length < 10_000 && sizes.length < 10) {
		const before = sandbox.requests.length;
		await polled.tick();
		sizes.push([polled.executions.at(-1)?.length, sandbox.requests.length - before]);
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

test('2,500 of the same second are emitted too, and one that appears later', async () => {
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
	['of the same second', '2026-06-01T12:00:00Z', '2026-06-01T12:00:00Z'],
])('orders with times %s are emitted once', async (_form, first, second) => {
	const polled = workflow();
	await polled.activate();
	sandbox.happen('newOrder', { row: { full_name: 'order 1', created_at: first } });
	await polled.tick();
	sandbox.happen('newOrder', { row: { full_name: 'order 2', created_at: second } });
	await polled.tick();
	await polled.tick();
	expect(numbers(polled)).toEqual([1, 2]);
});

test('orders without a time are emitted once, where all have none and where some have none', async () => {
	for (const bare of [false, true]) {
		sandbox.reset();
		if (bare) for (const row of sandbox.state.orders) delete row.created_at;
		const route = vardast.sandbox.routes.find(({ number }) => number === 'V10');
		if (!route) throw new Error('the sandbox has no V10');
		const list = jest
			.spyOn(route, 'handle')
			.mockImplementation((request, state) => ordersPage(request, state, 'newestFirst'));
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

test.each([1, 99, 100, 101, 250])(
	'%d new orders are emitted from a list with the oldest first',
	async (count) => {
		const polled = workflow({}, { at: oldestFirst });
		await polled.activate();
		orders(
			upTo(count).map((index) => NOW + index),
			oldestFirst.sandbox,
		);
		await polled.tick();
		await polled.tick();
		expect(numbers(polled)).toEqual(upTo(count));
	},
);

test('new orders are emitted from a list without an envelope, with pages and without', async () => {
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

test('orders without an ID are distinguished by their content, after a response without a body', async () => {
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

test('new contacts are emitted of one channel and of all channels', async () => {
	const all = workflow({
		triggerOn: 'newContact',
		channel: notSet,
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

test('each order is emitted once over pages that shift while they are read, faults and restarts', async () => {
	interface Step {
		/** How many orders are added, and how far apart, in milliseconds. */
		add?: number;
		apart?: number;
		restart?: boolean;
		/** After how many requests of a poll the vendor fails. */
		fault?: number;
		/** How many orders are added at each request of a poll. */
		shift?: number[];
	}
	const step: fc.Arbitrary<Step> = fc.oneof(
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
	const kinds = fc.constantFrom<FaultKind[]>('refuse', 'cutMiddle', 'cutBefore');
	let runs = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.boolean(),
			kinds,
			fc.array(step, { maxLength: 8 }),
			async (durable, backwards, kind, steps) => {
				const at = backwards ? oldestFirst : client;
				at.sandbox.reset();
				let now = NOW;
				const add = (count: number, apart = 1) =>
					orders(
						upTo(count).map(() => (now += apart)),
						at.sandbox,
					);
				const polled = workflow({}, { durable, at });
				await polled.activate();
				await polled.tick();
				for (const { add: count, apart, restart, fault, shift } of steps) {
					if (restart) await polled.restart();
					else if (count) add(count, apart);
					else {
						if (fault !== undefined)
							at.sandbox.injectFault({ kind, status: 500, times: 4, after: fault });
						const shifts = [...(shift ?? [])];
						const onRequest = () => add(shifts.shift() ?? 0);
						at.sandbox.on('request', onRequest);
						await polled.tick();
						at.sandbox.off('request', onRequest);
						at.sandbox.faults.length = 0;
					}
				}
				for (let polls = 0; polls < 3; polls += 1) await polled.tick();
				expect(numbers(polled).sort((a, b) => a - b)).toEqual(upTo(at.sandbox.state.made));
				runs += 1;
			},
		),
		{ numRuns: Number(process.env.ENGINE_RUNS ?? 40) },
	);
	expect(runs).toBeGreaterThan(0);
}, 300_000);
