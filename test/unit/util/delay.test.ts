import { delay, raceWithSignal } from '../../../nodes/shared/util/delay';
import { steppedClock } from '../../support/engine/clock';
import { deferred, settle } from '../../support/promises';

describe('raceWithSignal', () => {
	const pending = new Promise(() => {});

	test('waits for the promise without a signal', async () => {
		const { promise, resolve } = deferred<void>();
		let isDone = false;
		const race = raceWithSignal(promise, undefined).then(() => (isDone = true));
		await settle();
		expect(isDone).toBe(false);
		resolve();
		await race;
	});

	test('does not wait for the promise once the signal is aborted', async () => {
		await raceWithSignal(pending, AbortSignal.abort());
		const controller = new AbortController();
		const race = raceWithSignal(pending, controller.signal);
		controller.abort();
		await race;
	});

	test.each([
		['resolves', Promise.resolve(), AbortSignal.any([])],
		['loses to an aborted signal', pending, AbortSignal.abort()],
	])('leaves no listener behind when the promise %s', async (_name, promise, signal) => {
		const add = jest.spyOn(signal, 'addEventListener');
		const remove = jest.spyOn(signal, 'removeEventListener');
		await raceWithSignal(promise, signal);
		expect(add.mock.calls).toEqual([['abort', expect.any(Function)]]);
		expect(remove.mock.calls).toEqual(add.mock.calls);
	});

	test('passes a rejection on', async () => {
		const { signal } = new AbortController();
		await expect(raceWithSignal(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
	});
});

describe('delay', () => {
	test('uses timers of a second at most', async () => {
		const clock = steppedClock();
		try {
			for (const milliseconds of [-1, 0, 400, 2_500]) await delay(milliseconds, undefined);
			expect(clock.steps()).toEqual([400, 1_000, 1_000, 500]);
		} finally {
			clock.stop();
		}
	});

	test('lasts as long as requested if the signal is not aborted', async () => {
		const clock = steppedClock();
		try {
			const start = Date.now();
			await delay(60, new AbortController().signal);
			expect(Date.now() - start).toBe(60);
		} finally {
			clock.stop();
		}
	});

	test('lasts as long when the clock of the machine is set back', async () => {
		const clock = steppedClock();
		try {
			const start = performance.now();
			const setBack = jest.spyOn(Date, 'now').mockReturnValue(0);
			await delay(2_500, undefined);
			setBack.mockRestore();
			expect(performance.now() - start).toBe(2_500);
		} finally {
			clock.stop();
		}
	});

	test('ends when the signal is aborted', async () => {
		const start = performance.now();
		const controller = new AbortController();
		const waiting = delay(60_000, controller.signal);
		await settle();
		controller.abort();
		await waiting;
		await delay(60_000, controller.signal);
		expect(performance.now() - start).toBeLessThan(10_000);
	});
});
