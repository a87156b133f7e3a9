/** How many ranges are named. */
const MAX_RANGES = 20;

/**
 * Numbers in words, e.g. `0 to 4, 7, 9`.
 *
 * @param numbers whole ones, in ascending order
 */
export function describeNumbers(numbers: readonly number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const number of numbers) {
		const range = ranges.at(-1);
		if (range && number === range.last + 1) range.last = number;
		else ranges.push({ first: number, last: number });
	}
	const named = ranges.slice(0, MAX_RANGES);
	const rest = numbers.filter((number) => number > named[named.length - 1].last).length;
	return [
		...named.map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`)),
		...(rest > 0 ? [`and ${rest} more`] : []),
	].join(', ');
}
