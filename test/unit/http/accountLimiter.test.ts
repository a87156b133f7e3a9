/** Places, pauses and turns by themselves, where an engine would hide who waited for whom. */

import { steppedClock } from '../../support/engine/clock';
import { pauseAccount, runLimited } from '../../../nodes/shared/http/accountLimiter';
import { delay } from '../../../nodes/shared/util/delay';
import { writeLedgerOf } from '../../../nodes/shared/operations/writeLedger';
import { turnOf } from '../../../nodes/shared/operations/writeOrder';

let count = 0;
const fresh = () => `place ${(count += 1)}`;

/** Lets everything go on that waits for nothing. */
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe('places', () => {
	test('are as many as were said, and go to who came first', async () => {
		const name = fresh();
		const began: string[] = [];
		const ends: Array<() => void> = [];
		const tasks = ['a', 'b', 'c', 'd'].map((task) =>
			runLimited(name, 2, undefined, async () => {
				began.push(task);
				await new Promise((resolve) => ends.push(() => resolve(undefined)));
				return task;
			}),
		);
		await settle();
		expect(began).toEqual(['a', 'b']);
		ends[1]();
		await settle();
		expect(began).toEqual(['a', 'b', 'c']);
		ends[0]();
		await settle();
		expect(began).toEqual(['a', 'b', 'c', 'd']);
		ends[2]();
		ends[3]();
		expect(await Promise.all(tasks)).toEqual(['a', 'b', 'c', 'd']);
		expect(await runLimited(name, 1, undefined, async () => 'e')).toBe('e');
	});

	test('a signal that is not given changes nothing, and nothing stays with it', async () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		const remove = jest.spyOn(signal, 'removeEventListener');
		const name = fresh();
		let leave = () => {};
		const first = runLimited(
			name,
			1,
			signal,
			async () => await new Promise((resolve) => (leave = () => resolve('first'))),
		);
		const second = runLimited(name, 1, signal, async () => 'second');
		await settle();
		leave();
		expect(await Promise.all([first, second])).toEqual(['first', 'second']);
		await delay(5, signal);
		expect(add.mock.calls.length).toBeGreaterThan(0);
		expect(remove.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
			add.mock.calls.map(([type, listener]) => [type, listener]),
		);
		expect(
			remove.mock.calls.every(
				([type, listener]) => type === 'abort' && typeof listener === 'function',
			),
		).toBe(true);
	});

	test('a wait is as long as was said, or until the signal', async () => {
		const begun = performance.now();
		await delay(60, undefined);
		expect(performance.now() - begun).toBeGreaterThan(55);
		const controller = new AbortController();
		const waiting = delay(60_000, controller.signal);
		setTimeout(() => controller.abort(), 10);
		await waiting;
		await delay(-1, undefined);
		expect(performance.now() - begun).toBeLessThan(5_000);
	});

	test('who leaves the queue lets nobody in, and who comes after the signal does not wait', async () => {
		const name = fresh();
		let leave = () => {};
		const first = runLimited(
			name,
			1,
			undefined,
			async () => await new Promise((resolve) => (leave = () => resolve('first'))),
		);
		const began: string[] = [];
		const note = (task: string) => async () => void began.push(task);
		const controller = new AbortController();
		const second = runLimited(name, 1, controller.signal, note('second'));
		const third = runLimited(name, 1, undefined, note('third'));
		const leaver = new AbortController();
		const fourth = runLimited(name, 1, leaver.signal, note('fourth'));
		expect(await runLimited(name, 1, AbortSignal.abort(), note('late'))).toBeUndefined();
		controller.abort();
		leaver.abort();
		await Promise.all([second, fourth]);
		await settle();
		expect(began).toEqual([]);
		leave();
		await Promise.all([first, third]);
		expect(began).toEqual(['third']);
	});

	test('a wait goes by in steps of a second at most', async () => {
		const clock = steppedClock();
		try {
			for (const milliseconds of [0, 400, 2_500]) await delay(milliseconds, undefined);
			expect(clock.steps()).toEqual([400, 1_000, 1_000, 500]);
		} finally {
			clock.stop();
		}
	});

	test('500 accounts are remembered, the pause of each of them too', async () => {
		for (let account = 0; account < 500; account += 1)
			await runLimited(fresh(), 1, undefined, async () => undefined);
		const name = fresh();
		pauseAccount(name, 400);
		const begun = Date.now();
		for (let account = 0; account < 499; account += 1)
			await runLimited(fresh(), 1, undefined, async () => undefined);
		await runLimited(name, 1, undefined, async () => undefined);
		expect(Date.now() - begun).toBeGreaterThanOrEqual(395);
	});

	test('a pause holds the account for its time, a shorter one does not shorten it', async () => {
		const name = fresh();
		const begun = Date.now();
		pauseAccount(name, 120);
		pauseAccount(name, 10);
		await runLimited(name, 1, undefined, async () => undefined);
		expect(Date.now() - begun).toBeGreaterThanOrEqual(115);
		await runLimited(fresh(), 1, undefined, async () => undefined);
	});
});

describe('turns', () => {
	test('go by the order of the items, whoever comes first', async () => {
		const run = {};
		const order: number[] = [];
		const take = async (item: number, chats: string[]) => {
			const { end, blockedBy } = await turnOf(run, chats, item);
			order.push(item);
			await settle();
			end(true);
			return blockedBy;
		};
		const blocked = await Promise.all([
			take(2, ['a']),
			take(10, ['a', 'b']),
			take(1, ['b']),
			take(0, ['a']),
		]);
		expect(order.indexOf(0)).toBeLessThan(order.indexOf(2));
		expect(order.indexOf(2)).toBeLessThan(order.indexOf(10));
		expect(order.indexOf(1)).toBeLessThan(order.indexOf(10));
		expect(blocked).toEqual([undefined, undefined, undefined, undefined]);
	});

	test('of no chat wait for nobody, of another run neither', async () => {
		const run = {};
		await turnOf(run, ['a'], 0);
		expect((await turnOf(run, [], 1)).blockedBy).toBeUndefined();
		expect((await turnOf({}, ['a'], 1)).blockedBy).toBeUndefined();
		expect((await turnOf(run, ['b'], 1)).blockedBy).toBeUndefined();
	});

	test('after a failure: the first one counts, until it is mended', async () => {
		const run = {};
		const turn = async (item: number, chats: string[]) => await turnOf(run, chats, item);
		(await turn(3, ['a'])).end(false);
		(await turn(1, ['b'])).end(false);
		const blocked = async (item: number, chats: string[]) => {
			const { blockedBy, end } = await turn(item, chats);
			end(false);
			return blockedBy;
		};
		expect(await blocked(5, ['a'])).toBe(3);
		expect(await blocked(6, ['a', 'b'])).toBe(1);
		expect(await blocked(7, ['a'])).toBe(3);
		expect((await turn(2, ['a'])).blockedBy).toBeUndefined();
		expect(Object.hasOwn(await turn(0, ['c']), 'blockedBy')).toBe(false);
	});

	test('an item that is mended lets the others go', async () => {
		const run = {};
		const turn = async (item: number, chats: string[]) => await turnOf(run, chats, item);
		(await turn(1, ['a'])).end(false);
		const again = await turn(1, ['a']);
		expect(again.blockedBy).toBeUndefined();
		again.end(true);
		const next = await turn(2, ['a']);
		expect(next.blockedBy).toBeUndefined();
		next.end(false);
		(await turn(1, ['a'])).end(true);
		expect((await turn(3, ['a'])).blockedBy).toBe(2);
	});

	test('a memory belongs to its item', () => {
		const item = {};
		writeLedgerOf(item).set('a', { answer: 1 });
		expect(writeLedgerOf(item).get('a')).toEqual({ answer: 1 });
		expect(writeLedgerOf({}).size).toBe(0);
	});
});
