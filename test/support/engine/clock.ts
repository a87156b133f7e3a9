/**
 * Lets the time go by faster, for code that waits by `setTimeout` and looks at `performance.now()` or `Date.now()`. What such
 * code remembers by the clock belongs to one test alone.
 *
 * @param speed how many milliseconds of the test's time go by in a real one
 */
export function fastClock(speed: number = 100): { now: () => number; stop: () => void } {
	const wait = globalThis.setTimeout;
	const real = performance.now.bind(performance);
	const start = real();
	const now = () => start + (real() - start) * speed;
	const timer = jest
		.spyOn(globalThis, 'setTimeout')
		.mockImplementation(((callback: any, milliseconds: number = 0, ...rest: any[]) =>
			wait(callback, Math.ceil(milliseconds / speed), ...rest)) as any);
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
 *
 * @returns the lengths of the timers so far, in milliseconds
 */
export function steppedClock(): { steps: () => number[]; stop: () => void } {
	let time = Date.now();
	const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
		callback: () => void,
		milliseconds: number = 0,
	) => {
		const end = time + milliseconds;
		setImmediate(() => {
			time = Math.max(time, end);
			callback();
		});
	}) as any);
	const clocks = [performance, Date].map((clock) =>
		jest.spyOn(clock as any, 'now').mockImplementation(() => time),
	);
	return {
		steps: () => timer.mock.calls.map(([, milliseconds]) => milliseconds ?? 0),
		stop: () => {
			for (const mock of [timer, ...clocks]) mock.mockRestore();
		},
	};
}
