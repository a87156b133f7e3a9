import type { Listing } from './listReader';

/** No list is searched further than this many pages. */
const MAX_PAGES = 10_000;

/**
 * The first number for which something holds that holds for all numbers after it too.
 *
 * @param from a number for which it does not hold
 * @param to the last number, for which it holds; a guess where it is not known
 */
export async function gallopSearch(
	from: number,
	to = MAX_PAGES,
	holds: (number: number) => Promise<boolean>,
): Promise<number> {
	let low = from;
	let high = Math.min(from * 2, to);
	while (high < to && !(await holds(high))) {
		low = high;
		high = Math.min(high * 2, to);
	}
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (await holds(middle)) high = middle;
		else low = middle;
	}
	return high;
}

/** The same without jumps. */
async function linearSearch(
	from: number,
	to = MAX_PAGES,
	holds: (number: number) => Promise<boolean>,
): Promise<number> {
	let number = from + 1;
	while (number < to && !(await holds(number))) number += 1;
	return number;
}

/**
 * The first page for which something holds that holds for all pages after it too.
 *
 * @param from the number of a page for which it does not hold
 * @param to the number of the last page, where it is known
 */
export const findFirstPage = async (
	{ isSequential }: Listing,
	from: number,
	to: number | undefined,
	holds: (number: number) => Promise<boolean>,
): Promise<number> => await (isSequential ? linearSearch : gallopSearch)(from, to, holds);
