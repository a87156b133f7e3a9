'use strict';

/**
 * Lets the time go by faster, for code that waits by `setTimeout` and looks at `performance.now()` or `Date.now()`. What such
 * code remembers by the clock belongs to one test alone.
 * @param {number} [speed] how many milliseconds of the test's time go by in a real one
 * @returns {{now: () => number, stop: () => void}}
 */
function fastClock(speed = 100) {
	const wait = globalThis.setTimeout;
	const real = performance.now.bind(performance);
	const start = real();
	const now = () => start + (real() - start) * speed;
	const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(
		/** @type {any} */ ((/** @type {any} */ callback, /** @type {number} */ milliseconds = 0, /** @type {any[]} */ ...rest) => wait(callback, Math.ceil(milliseconds / speed), ...rest)),
	);
	const clock = jest.spyOn(performance, 'now').mockImplementation(now);
	const today = Date.now();
	const date = jest.spyOn(Date, 'now').mockImplementation(() => Math.round(today + now() - start));
	return {
		now,
		stop: () => {
			timer.mockRestore();
			clock.mockRestore();
			date.mockRestore();
		},
	};
}

module.exports = { fastClock };
