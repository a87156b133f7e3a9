/** How much memory Return All needs over 25,000, 50,000 and 100,000 messages, compared with the HTTP Request node. */

import { join } from 'node:path';
import type { Sandboxes } from '../../test/support/sandbox';
import type { Runtime } from '../n8n/install';
import { createLongConversation } from './lists';
import { interleave, measureInChild } from './measure';
import type { RoundOptions } from './measure';
import type { MemoryJob, MemoryUse } from './memoryChild';

/** How long a measurement may take, in milliseconds: HTTP Request takes minutes for the longest list on some machines. */
export const timeLimit = 60_000;

export interface MemoryOptions extends RoundOptions {
	runtime: Runtime;
	/** How many messages. */
	size: number;
	signal: AbortSignal;
}

/** How much memory each node needed, round by round, for lists of one length. */
export interface MemoryMeasurement {
	size: number;
	results: Record<MemoryJob['node'], MemoryUse[]>;
}

export async function measureMemory(
	{ naxonAi }: Sandboxes,
	{ runtime, size, signal, ...rounds }: MemoryOptions,
): Promise<MemoryMeasurement> {
	const script = join(__dirname, 'memoryChild.ts');
	const nodeArgs = ['--expose-gc', '--import', require.resolve('tsx'), script];
	naxonAi.reset();
	const conversation = createLongConversation(naxonAi, size);
	const { url, state } = naxonAi;
	const measure = async (node: MemoryJob['node']) => {
		const job: MemoryJob = {
			...{ node, url, token: state.token, conversation },
			...{ n8n: runtime.n8n, timeLimit },
		};
		const args = [...nodeArgs, JSON.stringify(job)];
		const use = await measureInChild<MemoryUse>(runtime.node, args, signal);
		if (use.items !== undefined && use.items !== size)
			throw new Error(`memory: ${use.items} items of ${size}`);
		naxonAi.requests.length = 0;
		return use;
	};
	const nodes = { ours: 'ours', http: 'http' } as const;
	const results = await interleave({ ...rounds, label: ` (${size})` }, nodes, measure);
	naxonAi.reset();
	return { size, results };
}
