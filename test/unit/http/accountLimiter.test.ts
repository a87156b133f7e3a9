import { pauseAccount, runLimited } from '../../../nodes/shared/http/accountLimiter';
import { steppedClock } from '../../support/engine/clock';
import { deferred, settle } from '../../support/promises';

let count = 0;
const newAccount = () => `account ${(count += 1)}`;

/** Takes a slot of an account until it is released. */
function occupy(account: string, signal?: AbortSignal) {
	const { promise, resolve } = deferred<string>();
	const task = runLimited(account, 1, signal, async () => await promise);
	return { task, release: () => resolve('released') };
}

async function withSteppedClock(run: () => Promise<void>) {
	const clock = steppedClock();
	try {
		await run();
	} finally {
		clock.stop();
	}
}

describe('runLimited', () => {
	test('runs no more tasks at once than the maximum, in the order in which they came', async () => {
		const account = newAccount();
		const started: string[] = [];
		const ends: Array<() => void> = [];
		const tasks = ['a', 'b', 'c', 'd'].map(
			async (name) =>
				await runLimited(account, 2, undefined, async () => {
					started.push(name);
					await new Promise<void>((resolve) => ends.push(resolve));
					return name;
				}),
		);
		await settle();
		expect(started).toEqual(['a', 'b']);
		ends[1]();
		await settle();
		expect(started).toEqual(['a', 'b', 'c']);
		ends[0]();
		await settle();
		expect(started).toEqual(['a', 'b', 'c', 'd']);
		ends[2]();
		ends[3]();
		expect(await Promise.all(tasks)).toEqual(['a', 'b', 'c', 'd']);
		expect(await runLimited(account, 1, undefined, async () => 'e')).toBe('e');
	});

	test('hands the slot of a failed task on', async () => {
		const account = newAccount();
		const failing = runLimited(account, 1, undefined, async () => {
			throw new Error('no');
		});
		const next = runLimited(account, 1, undefined, async () => 'next');
		await expect(failing).rejects.toThrow('no');
		await expect(next).resolves.toBe('next');
		await expect(runLimited(account, 1, undefined, async () => 'last')).resolves.toBe('last');
	});

	test('leaves no listener on a signal that is not aborted', async () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		const remove = jest.spyOn(signal, 'removeEventListener');
		const account = newAccount();
		const first = occupy(account, signal);
		const second = runLimited(account, 1, signal, async () => 'second');
		await settle();
		first.release();
		expect(await Promise.all([first.task, second])).toEqual(['released', 'second']);
		expect(add.mock.calls).toEqual([['abort', expect.any(Function)]]);
		expect(remove.mock.calls).toEqual(add.mock.calls);
	});

	test('releases no slot when a queued task is aborted', async () => {
		const account = newAccount();
		const first = occupy(account);
		const started: string[] = [];
		const start = (name: string) => async () => void started.push(name);
		const [second, fourth] = [new AbortController(), new AbortController()];
		const aborted = [
			runLimited(account, 1, second.signal, start('second')),
			runLimited(account, 1, fourth.signal, start('fourth')),
		];
		const third = runLimited(account, 1, undefined, start('third'));
		second.abort();
		fourth.abort();
		expect(await Promise.all(aborted)).toEqual([undefined, undefined]);
		await settle();
		expect(started).toEqual([]);
		first.release();
		await Promise.all([first.task, third]);
		expect(started).toEqual(['third']);
	});

	test('removes an aborted task from the queue, not the one behind it', async () => {
		const account = newAccount();
		const first = occupy(account);
		const controller = new AbortController();
		const task = jest.fn(async () => 'second');
		const second = runLimited(account, 1, controller.signal, task);
		const third = runLimited(account, 1, undefined, async () => 'third');
		controller.abort();
		await expect(second).resolves.toBeUndefined();
		first.release();
		await expect(Promise.all([first.task, third])).resolves.toEqual(['released', 'third']);
		expect(task).not.toHaveBeenCalled();
	});

	test('does not queue once aborted', async () => {
		const account = newAccount();
		const first = occupy(account);
		const task = jest.fn(async () => 'late');
		expect(await runLimited(account, 1, AbortSignal.abort(), task)).toBeUndefined();
		first.release();
		await first.task;
		expect(await runLimited(account, 1, undefined, async () => 'next')).toBe('next');
		expect(task).not.toHaveBeenCalled();
	});

	test('starts no task of a free account once aborted', async () => {
		const task = jest.fn(async () => 'late');
		const account = newAccount();
		expect(await runLimited(account, 1, AbortSignal.abort(), task)).toBeUndefined();
		expect(task).not.toHaveBeenCalled();
		expect(await runLimited(account, 1, undefined, async () => 'next')).toBe('next');
	});

	test('ends the wait of a paused account when aborted', async () => {
		const account = newAccount();
		pauseAccount(account, 60_000);
		const controller = new AbortController();
		const task = jest.fn(async () => 'late');
		const waiting = runLimited(account, 1, controller.signal, task);
		await settle();
		controller.abort();
		expect(await waiting).toBeUndefined();
		expect(task).not.toHaveBeenCalled();
	});
});

describe('pauseAccount', () => {
	test('holds the tasks of the account for its time, which a shorter pause does not shorten', async () => {
		await withSteppedClock(async () => {
			const account = newAccount();
			const start = Date.now();
			pauseAccount(account, 120);
			pauseAccount(account, 10);
			await runLimited(newAccount(), 1, undefined, async () => undefined);
			expect(Date.now() - start).toBe(0);
			await runLimited(account, 1, undefined, async () => undefined);
			expect(Date.now() - start).toBe(120);
		});
	});

	test('lasts while 499 other accounts are used', async () => {
		await withSteppedClock(async () => {
			const paused = newAccount();
			pauseAccount(paused, 400);
			const start = Date.now();
			for (let account = 0; account < 499; account += 1)
				await runLimited(newAccount(), 1, undefined, async () => undefined);
			await runLimited(paused, 1, undefined, async () => undefined);
			expect(Date.now() - start).toBe(400);
		});
	});

	test('is forgotten after 500 others, unlike the tasks of an account in use', async () => {
		const busy = newAccount();
		const first = occupy(busy);
		const paused = newAccount();
		pauseAccount(paused, 60_000);
		for (let account = 0; account < 600; account += 1)
			await runLimited(newAccount(), 1, undefined, async () => undefined);
		const task = jest.fn(async () => 'done');
		const waiting = runLimited(busy, 1, undefined, task);
		await expect(runLimited(paused, 1, undefined, task)).resolves.toBe('done');
		expect(task).toHaveBeenCalledTimes(1);
		first.release();
		await expect(waiting).resolves.toBe('done');
		await first.task;
	});
});
