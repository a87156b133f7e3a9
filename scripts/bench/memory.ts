/** How much memory Return All needs over 25,000, 50,000 and 100,000 messages, compared with the HTTP Request node. */

import { join } from 'node:path';
import type { Sandboxes } from '../../test/support/sandbox';
import type { Runtime } from '../n8n/install';
import { createLongConversation } from './lists';
import { interleave, measureInChild } from './measure';
import type { MemoryJob, MemoryUse } from './memoryChild';

export interface MemoryOptions {
	runtime: Runtime;
	rounds: number;
	sizes: number[];
	signal: AbortSignal;
}

export async function measureMemory(
	{ naxonAi }: Sandboxes,
	{ runtime, rounds, sizes, signal }: MemoryOptions,
) {
	const script = join(__dirname, 'memoryChild.ts');
	const nodeArgs = ['--expose-gc', '--import', require.resolve('tsx'), script];
	const measurements = [];
	for (const size of sizes) {
		naxonAi.reset();
		const conversation = createLongConversation(naxonAi, size);
		const { url, state } = naxonAi;
		const measure = async (node: MemoryJob['node']) => {
			const job: MemoryJob = { node, url, token: state.token, conversation, n8n: runtime.n8n };
			const args = [...nodeArgs, JSON.stringify(job)];
			const { items, ...use } = await measureInChild<MemoryUse>(runtime.node, args, signal);
			if (items !== size) throw new Error(`memory: ${items} items of ${size}`);
			naxonAi.requests.length = 0;
			return use;
		};
		const label = ` (${size})`;
		const results = await interleave(
			{ rounds, label },
			{ ours: 'ours', http: 'http' } as const,
			measure,
		);
		measurements.push({ size, results });
	}
	naxonAi.reset();
	return measurements;
}
