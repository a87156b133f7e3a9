'use strict';

/** Rounds and figures. */

/** @param {number[]} values @param {number} share 0 to 1 */
function quantile(values, share) {
	const sorted = [...values].sort((a, b) => a - b);
	const place = (sorted.length - 1) * share;
	const below = Math.floor(place);
	return sorted[below] + (sorted[Math.ceil(place)] - sorted[below]) * (place - below);
}

/** @param {number[]} values */
const median = (values) => quantile(values, 0.5);

/**
 * Measures several ways of doing the same thing in turn, so that whatever else the machine does hits all of them: each
 * round does every way once, and every other round does them backwards.
 *
 * @template T
 * @param {number} rounds
 * @param {Record<string, () => Promise<T>>} ways
 * @param {(line: string) => void} [say]
 * @returns {Promise<Record<string, T[]>>} what each way gave, round by round
 */
async function interleave(rounds, ways, say) {
	/** @type {Record<string, T[]>} */
	const results = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
	for (let round = 0; round < rounds; round += 1) {
		const names = Object.keys(ways);
		if (round % 2 === 1) names.reverse();
		for (const name of names) {
			const result = await ways[name]();
			results[name].push(result);
			say?.(
				`  round ${round + 1}, ${name}: ${typeof result === 'object' ? JSON.stringify(result) : result}`,
			);
		}
	}
	return results;
}

module.exports = { interleave, median, quantile };
