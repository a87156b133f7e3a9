import { withTimeLimit } from '../../../nodes/shared/http/timeLimit';

const never = new Promise<never>(() => undefined);

test('an attempt that ends in time gives what it gives', async () => {
	const give = async (signal: AbortSignal) => signal.aborted;
	expect(await withTimeLimit(1, undefined, give)).toBe(false);
	expect(await withTimeLimit(undefined, undefined, give)).toBe(false);
	await expect(
		withTimeLimit(
			1,
			new AbortController().signal,
			async () => await Promise.reject(new Error('no')),
		),
	).rejects.toThrow('no');
});

test('an attempt that does not end is aborted, and left if it goes on all the same', async () => {
	let given: AbortSignal | undefined;
	const hang = async (signal: AbortSignal) => {
		given = signal;
		return await never;
	};
	await expect(withTimeLimit(1, undefined, hang)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
	expect(given?.aborted).toBe(true);
});

test('the error of an attempt that was aborted for its time is that it took too long', async () => {
	const fail = async (signal: AbortSignal) =>
		await new Promise<never>((_, reject) => {
			signal.addEventListener('abort', () => reject(new Error('canceled')));
		});
	await expect(withTimeLimit(1, undefined, fail)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
	const controller = new AbortController();
	const cancelled = withTimeLimit(60_000, controller.signal, fail);
	controller.abort();
	await expect(cancelled).rejects.toThrow('canceled');
	await expect(
		withTimeLimit(1, AbortSignal.abort(), async ({ aborted }) => await Promise.resolve(aborted)),
	).resolves.toBe(true);
});

test('attempts that begin together share one timer, which stays until its time is over', async () => {
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	const give = async () => await Promise.resolve(1);
	for (let count = 0; count < 5; count += 1) await withTimeLimit(123_456, undefined, give);
	expect(timeout).toHaveBeenCalledTimes(1);
	timeout.mockRestore();
});
