import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Collects what has to be undone at the end. */
export class Cleanup {
	private readonly steps: Array<() => Promise<unknown>> = [];

	add(step: () => Promise<unknown>): void {
		this.steps.push(step);
	}

	/** Creates a folder that is removed at the end. */
	async temporaryFolder(prefix: string): Promise<string> {
		const folder = await mkdtemp(join(tmpdir(), prefix));
		this.add(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
		return folder;
	}

	/**
	 * Runs all steps, the latest first.
	 *
	 * @throws The first error, after all steps were tried.
	 */
	async run(): Promise<void> {
		const errors: unknown[] = [];
		for (let step = this.steps.pop(); step; step = this.steps.pop())
			await step().catch((error: unknown) => errors.push(error));
		if (errors.length > 0) throw errors[0];
	}
}

/** Cleans up when `work` has ended, however it ended. */
export async function withCleanup<T>(work: (cleanup: Cleanup) => Promise<T>): Promise<T> {
	const cleanup = new Cleanup();
	try {
		return await work(cleanup);
	} finally {
		await cleanup.run();
	}
}
