/** Rounds, quantiles and child processes. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @param share - From 0 to 1. */
export function quantile(values: number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const position = (sorted.length - 1) * share;
	const below = Math.floor(position);
	return sorted[below] + (sorted[Math.ceil(position)] - sorted[below]) * (position - below);
}

export const median = (values: number[]): number => quantile(values, 0.5);

export interface RoundOptions {
	rounds: number;
	/** Is told of a later round that failed: the rounds before it are kept. Without it, a failure is thrown. */
	onFailure?: (error: Error) => void;
}

/**
 * Measures alternatives in turn, so that whatever else the machine does affects all of them: each round measures every
 * alternative once, and every other round in reverse.
 *
 * @param label - What the rounds are about, for the log.
 * @returns The results of each alternative, round by round; one round at least.
 */
export async function interleave<K extends string, A, R extends object>(
	{ rounds, onFailure, label = '' }: RoundOptions & { label?: string },
	alternatives: Record<K, A>,
	measure: (alternative: A) => Promise<R>,
): Promise<Record<K, R[]>> {
	const names = Object.keys(alternatives) as K[];
	const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, R[]>;
	for (let round = 1; round <= rounds; round += 1) {
		for (const name of round % 2 === 0 ? names.toReversed() : names) {
			try {
				const result = await measure(alternatives[name]);
				results[name].push(result);
				console.log(`  round ${round}, ${name}${label}: ${JSON.stringify(result)}`);
			} catch (error) {
				if (round === 1 || !onFailure) throw error;
				onFailure(error as Error);
				return results;
			}
		}
	}
	return results;
}

/**
 * Runs a measurement in a process of its own, so that nothing before it counts.
 *
 * @param args - The arguments of Node.js.
 * @returns The last line that the process printed, as JSON.
 */
export async function measureInChild<T>(
	node: string,
	args: string[],
	cancelSignal: AbortSignal,
): Promise<T> {
	const { execa } = await import('execa');
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	const env = {
		PATH: process.env.PATH,
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'a key for benchmarks alone',
		N8N_LOG_LEVEL: 'silent',
	};
	try {
		const options = { env, extendEnv: false, timeout: 180_000, cancelSignal };
		const { stdout } = await execa(node, args, options);
		return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
	} finally {
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	}
}
