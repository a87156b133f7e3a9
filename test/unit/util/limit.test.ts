import { Limit } from '../../../nodes/shared/util/limit';
import { settle } from '../../support/promises';

/** Tasks that run until they are told to end. */
function createTasks(limit: Limit) {
	const running = new Set<number>();
	const ends = new Map<number, () => void>();
	const start = async (name: number) =>
		await limit.run(async () => {
			running.add(name);
			await new Promise<void>((resolve) => ends.set(name, resolve));
			running.delete(name);
			return name;
		});
	return { running, start, end: (name: number) => ends.get(name)?.() };
}

test('runs no more tasks at once than it may, the others in the order in which they came', async () => {
	const { running, start, end } = createTasks(new Limit(2));
	const all = Promise.all([0, 1, 2, 3].map(start));
	await settle();
	expect([...running]).toEqual([0, 1]);
	for (const [name, next] of [
		[1, [0, 2]],
		[0, [2, 3]],
	] as const) {
		end(name);
		await settle();
		expect([...running]).toEqual(next);
	}
	end(2);
	end(3);
	expect(await all).toEqual([0, 1, 2, 3]);
	expect(await new Limit(1).run(async () => await Promise.resolve('alone'))).toBe('alone');
});

test('a task that fails gives its place back', async () => {
	const limit = new Limit(1);
	await expect(limit.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await limit.run(async () => await Promise.resolve(1))).toBe(1);
});

test.each([
	[3, [0, 1, 2]],
	[1, [0]],
	[0, [0]],
	[Number.NaN, [0]],
])('raised to %p it starts those that waited: %j', async (max, expected) => {
	const limit = new Limit(1);
	const { running, start, end } = createTasks(limit);
	const all = Promise.all([0, 1, 2].map(start));
	await settle();
	limit.raise(max);
	await settle();
	expect([...running]).toEqual(expected);
	for (const name of [0, 1, 2]) {
		end(name);
		await settle();
	}
	await all;
});
