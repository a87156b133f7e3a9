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
	const timer = jest
		.spyOn(globalThis, 'setTimeout')
		.mockImplementation(
			/** @type {any} */ (
				(
					/** @type {any} */ callback,
					/** @type {number} */ milliseconds = 0,
					/** @type {any[]} */ ...rest
				) => wait(callback, Math.ceil(milliseconds / speed), ...rest)
			),
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

/**
 * Lets the time stand still until nothing else is left to do, and then go on to the next timer. What comes in from outside,
 * e.g. over a socket, comes at no time of its own.
 * @returns {{steps: () => number[], stop: () => void}} the lengths of the timers so far, in milliseconds
 */
function steppedClock() {
	let time = Date.now();
	const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(
		/** @type {any} */ (
			(/** @type {() => void} */ callback, /** @type {number} */ milliseconds = 0) => {
				const end = time + milliseconds;
				setImmediate(() => {
					time = Math.max(time, end);
					callback();
				});
			}
		),
	);
	const clocks = [performance, Date].map((clock) =>
		jest.spyOn(/** @type {any} */ (clock), 'now').mockImplementation(() => time),
	);
	return {
		steps: () => timer.mock.calls.map(([, milliseconds]) => milliseconds ?? 0),
		stop: () => {
			for (const mock of [timer, ...clocks]) mock.mockRestore();
		},
	};
}

module.exports = { fastClock, steppedClock };
