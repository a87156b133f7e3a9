type TimerCallback = (...values: unknown[]) => void;

/** Puts a function in the place of `setTimeout`, for as long as the test runs. */
const mockTimeout = (replacement: (callback: TimerCallback, delay: number) => unknown) =>
	jest
		.spyOn(globalThis, 'setTimeout')
		.mockImplementation(((callback: TimerCallback, delay = 0, ...values: unknown[]) =>
			replacement(() => callback(...values), delay)) as unknown as typeof setTimeout);

/**
 * Speeds up the clock for code that waits by `setTimeout` and reads `performance.now()` or `Date.now()`. What such code
 * remembers by the clock belongs to one test only.
 *
 * @param speed how many milliseconds of the test's time pass in a real one
 * @param realFrom timers of this length and longer run in real time, in milliseconds: the timeouts of requests, which
 * must not end before the response could come
 */
export function fastClock(
	speed = 100,
	realFrom = Infinity,
): { now: () => number; stop: () => void } {
	const realTimeout = globalThis.setTimeout;
	const realNow = performance.now.bind(performance);
	const start = realNow();
	const now = () => start + (realNow() - start) * speed;
	const timer = mockTimeout((callback, delay) =>
		realTimeout(callback, delay >= realFrom ? delay : Math.ceil(delay / speed)),
	);
	const clock = jest.spyOn(performance, 'now').mockImplementation(now);
	const today = Date.now();
	const date = jest.spyOn(Date, 'now').mockImplementation(() => Math.round(today + now() - start));
	return {
		now,
		stop: () => {
			for (const mock of [timer, clock, date]) mock.mockRestore();
		},
	};
}

/**
 * Holds the clock still until nothing else is left to do, and then moves it on to the next timer. What comes from
 * outside, e.g. over a socket, takes no time.
 *
 * @param realFrom as for `fastClock`
 * @returns `steps`: the lengths of the timers so far, in milliseconds
 */
export function steppedClock(realFrom = Infinity): { steps: () => number[]; stop: () => void } {
	const realTimeout = globalThis.setTimeout;
	let time = Date.now();
	const timer = mockTimeout((callback, delay) => {
		if (delay >= realFrom) return realTimeout(callback, delay);
		const end = time + delay;
		return setImmediate(() => {
			time = Math.max(time, end);
			callback();
		});
	});
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => time);
	const date = jest.spyOn(Date, 'now').mockImplementation(() => time);
	return {
		steps: () => timer.mock.calls.map(([, milliseconds]) => milliseconds ?? 0),
		stop: () => {
			for (const mock of [timer, clock, date]) mock.mockRestore();
		},
	};
}
