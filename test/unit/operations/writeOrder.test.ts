/** The order of writes by itself, where an engine would hide who waited for whom. */

import { runInItemOrder } from '../../../nodes/shared/operations/writeOrder';
import { settle } from '../../support/promises';

/** The writes of one run. */
function createRun() {
	const run = {};
	const order: number[] = [];
	/** @returns the failed predecessor of the item */
	const write = async (itemIndex: number, chats: string[], isAccepted = true) => {
		let predecessor: number | undefined;
		const writing = runInItemOrder(run, chats, itemIndex, async (failedPredecessor) => {
			predecessor = failedPredecessor;
			order.push(itemIndex);
			await settle();
			if (!isAccepted) throw new Error('refused');
		});
		if (isAccepted) await writing;
		else await expect(writing).rejects.toThrow('refused');
		return predecessor;
	};
	return { run, order, write };
}

test('writes to a chat go in the order of their items, whichever comes first', async () => {
	const { order, write } = createRun();
	const predecessors = await Promise.all([
		write(2, ['a']),
		write(10, ['a', 'b']),
		write(1, ['b']),
		write(0, ['a']),
	]);
	expect(order.indexOf(0)).toBeLessThan(order.indexOf(2));
	expect(order.indexOf(2)).toBeLessThan(order.indexOf(10));
	expect(order.indexOf(1)).toBeLessThan(order.indexOf(10));
	expect(predecessors).toEqual([undefined, undefined, undefined, undefined]);
});

test('a write returns what it was given, and begins after all items have had time to come', async () => {
	let hasBegun = false;
	const writing = runInItemOrder({}, [], 0, async () => {
		hasBegun = true;
		return 'response';
	});
	await Promise.resolve();
	expect(hasBegun).toBe(false);
	expect(await writing).toBe('response');
});

test('a write to no chat, to another chat or of another run waits for none', async () => {
	const { run, write } = createRun();
	let finish!: () => void;
	const first = runInItemOrder(run, ['a'], 0, async () => {
		await new Promise<void>((resolve) => (finish = resolve));
	});
	expect(await write(1, [])).toBeUndefined();
	expect(await write(1, ['b'])).toBeUndefined();
	expect(await createRun().write(1, ['a'])).toBeUndefined();
	finish();
	await first;
});

test('a write waits until the earlier one to its chat is done', async () => {
	const { run, order, write } = createRun();
	let finish!: () => void;
	const first = runInItemOrder(run, ['a'], 0, async () => {
		await new Promise<void>((resolve) => (finish = resolve));
	});
	const second = write(1, ['a']);
	while (finish === undefined) await settle();
	await settle();
	expect(order).toEqual([]);
	finish();
	await Promise.all([first, second]);
	expect(order).toEqual([1]);
});

test('the first failure of a chat counts for all later items', async () => {
	const { write } = createRun();
	await write(3, ['a'], false);
	await write(1, ['b'], false);
	expect(await write(5, ['a'], false)).toBe(3);
	expect(await write(6, ['a', 'b'], false)).toBe(1);
	expect(await write(7, ['a'], false)).toBe(3);
	expect(await write(2, ['a'])).toBeUndefined();
	expect(await write(0, ['c'])).toBeUndefined();
});

test('a failed item that is accepted on retry clears its own failure alone', async () => {
	const { write } = createRun();
	await write(1, ['a'], false);
	expect(await write(1, ['a'])).toBeUndefined();
	expect(await write(2, ['a'], false)).toBeUndefined();
	await write(1, ['a']);
	expect(await write(3, ['a'])).toBe(2);
});
