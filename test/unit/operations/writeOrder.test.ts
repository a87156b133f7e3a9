/** The order of writes by itself, where an engine would hide who waited for whom. */

import { turnOf } from '../../../nodes/shared/operations/writeOrder';
import { settle } from '../../support/promises';

describe('turns', () => {
	test('go by the order of the items, whoever comes first', async () => {
		const run = {};
		const order: number[] = [];
		const take = async (item: number, chats: string[]) => {
			const { end, failedPredecessor } = await turnOf(run, chats, item);
			order.push(item);
			await settle();
			end(true);
			return failedPredecessor;
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
		expect((await turnOf(run, [], 1)).failedPredecessor).toBeUndefined();
		expect((await turnOf({}, ['a'], 1)).failedPredecessor).toBeUndefined();
		expect((await turnOf(run, ['b'], 1)).failedPredecessor).toBeUndefined();
	});

	test('after a failure: the first one counts, until it is mended', async () => {
		const run = {};
		const turn = async (item: number, chats: string[]) => await turnOf(run, chats, item);
		(await turn(3, ['a'])).end(false);
		(await turn(1, ['b'])).end(false);
		const blocked = async (item: number, chats: string[]) => {
			const { failedPredecessor, end } = await turn(item, chats);
			end(false);
			return failedPredecessor;
		};
		expect(await blocked(5, ['a'])).toBe(3);
		expect(await blocked(6, ['a', 'b'])).toBe(1);
		expect(await blocked(7, ['a'])).toBe(3);
		expect((await turn(2, ['a'])).failedPredecessor).toBeUndefined();
		expect(Object.hasOwn(await turn(0, ['c']), 'failedPredecessor')).toBe(false);
	});

	test('an item that is mended lets the others go', async () => {
		const run = {};
		const turn = async (item: number, chats: string[]) => await turnOf(run, chats, item);
		(await turn(1, ['a'])).end(false);
		const again = await turn(1, ['a']);
		expect(again.failedPredecessor).toBeUndefined();
		again.end(true);
		const next = await turn(2, ['a']);
		expect(next.failedPredecessor).toBeUndefined();
		next.end(false);
		(await turn(1, ['a'])).end(true);
		expect((await turn(3, ['a'])).failedPredecessor).toBe(2);
	});
});
