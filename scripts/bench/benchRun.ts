import type { Failure, Figures } from './report';

/** The benchmarks of one run: what was measured, and which of them failed. */
export class BenchRun {
	readonly figures: Partial<Figures> = {};

	readonly failures: Failure[] = [];

	constructor(readonly signal: AbortSignal) {}

	/** Runs a benchmark. When it fails, the others run all the same. */
	async attempt<T>(
		title: string,
		work: (onFailure: (error: Error) => void) => Promise<T>,
	): Promise<T | undefined> {
		console.log(title);
		const onFailure = (error: Error) => {
			this.signal.throwIfAborted();
			const message = error.message.trim().split('\n')[0];
			this.failures.push({ title, message });
			console.error(`  ${title} failed: ${error.stack}`);
		};
		try {
			return await work(onFailure);
		} catch (error) {
			onFailure(error as Error);
			return undefined;
		}
	}
}
