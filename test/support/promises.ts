/** Lets everything run that waits for nothing. */
export const settle = async (): Promise<void> =>
	await new Promise((resolve) => setImmediate(resolve));

/** A promise that the test resolves. */
export function deferred<T>() {
	let resolve!: (value: T) => void;
	const promise = new Promise<T>((resolveIt) => (resolve = resolveIt));
	return { promise, resolve };
}
