import * as fc from 'fast-check';

import { findFirstPage, gallopSearch } from '../../../nodes/shared/polling/pageSearch';
import { listOf } from '../../support/pollingFakes';

describe('gallopSearch', () => {
	test('finds the first number with few requests', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 50 }),
				fc.integer({ min: 1, max: 9_000 }),
				fc.boolean(),
				async (from, distance, isKnown) => {
					const first = Math.min(10_000, from + distance);
					let count = 0;
					const holds = async (number: number) => {
						count += 1;
						return number >= first;
					};
					expect(await gallopSearch(from, isKnown ? first : undefined, holds)).toBe(first);
					expect(count).toBeLessThanOrEqual(28);
				},
			),
		);
	});

	test.each<[number, number | undefined]>([
		[1, 1_000],
		[1, undefined],
		[20, 400],
	])('reads only numbers between %d and %s', async (from, to) => {
		for (const first of [from + 1, from + 2, from * 2, from * 2 + 1, 150, 399, to ?? 9_999]) {
			const numbers: number[] = [];
			const holds = async (number: number) => numbers.push(number) > 0 && number >= first;
			expect(await gallopSearch(from, to, holds)).toBe(first);
			expect(numbers.length).toBeLessThan(32);
			expect(numbers.every((number) => number > from && number < (to ?? 10_000))).toBe(true);
		}
	});
});

describe('findFirstPage', () => {
	const search = async (isSequential: boolean, to?: number) => {
		const numbers: number[] = [];
		const list = listOf(() => ({ entries: [], isLast: true }), { isSequential });
		const holds = async (number: number) => numbers.push(number) > 0 && number >= 7;
		return { found: await findFirstPage(list, 2, to, holds), numbers };
	};

	test('jumps where pages can be read in any order', async () => {
		expect(await search(false)).toEqual({ found: 7, numbers: [4, 8, 6, 7] });
	});

	test('reads one page after the other where they cannot', async () => {
		expect(await search(true)).toEqual({ found: 7, numbers: [3, 4, 5, 6, 7] });
		expect(await search(true, 7)).toEqual({ found: 7, numbers: [3, 4, 5, 6] });
		expect(await search(true, 5)).toEqual({ found: 5, numbers: [3, 4] });
	});

	test('stops at page 10,000', async () => {
		const list = listOf(() => ({ entries: [], isLast: true }), { isSequential: true });
		expect(await findFirstPage(list, 1, undefined, async () => false)).toBe(10_000);
	});
});
