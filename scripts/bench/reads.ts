/** 1,000 reads, one per item, with a credential, from a vendor that takes 20 ms for a response. */

import type { WorkflowNode } from '../n8n/client';
import type { BenchInstance } from './instance';
import { interleave } from './measure';
import type { RoundOptions } from './measure';
import { httpRequestNode, packageNode } from './nodes';

/** How long the vendor takes, in milliseconds. */
export const latency = 20;

function alternatives({ sandboxes: { vardast }, credentials }: BenchInstance) {
	const url = `=${vardast.url}/uaa/public/messenger/api/prompts/{{ $json.promptId }}`;
	const header = { name: 'X-API-Key', value: vardast.state.apiKey };
	return {
		ours: packageNode(credentials, 'vardast', 'vardastApi', {
			resource: 'prompt',
			operation: 'get',
			promptId: '={{ $json.promptId }}',
		}),
		http: httpRequestNode(credentials, 'vardastApi', { url }),
		httpWithoutCredential: httpRequestNode(credentials, undefined, {
			url,
			sendHeaders: true,
			headerParameters: { parameters: [header] },
		}),
	};
}

export async function measureReads(
	instance: BenchInstance,
	{ items: count, ...rounds }: RoundOptions & { items: number },
) {
	const { vardast } = instance.sandboxes;
	vardast.reset();
	vardast.latency = latency;
	const ids = Array.from(
		{ length: 10 },
		(_, index) => `5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a${10 + index}`,
	);
	for (const prompt_id of ids)
		vardast.state.prompts.push({ ...vardast.state.prompts[0], prompt_id });
	const items = Array.from({ length: count }, (_, index) => ({
		promptId: ids[index % ids.length],
	}));
	const measure = async (node: WorkflowNode) => {
		vardast.requests.length = 0;
		vardast.maxInFlight = 0;
		const run = (await instance.run([node], items))[node.name];
		if (run.error !== undefined || run.items !== count || vardast.requests.length !== count)
			throw new Error(`reads: ${JSON.stringify(run)}`);
		return { milliseconds: run.milliseconds, concurrency: vardast.maxInFlight };
	};
	const nodes = alternatives(instance);
	for (const node of Object.values(nodes)) await measure(node);
	const results = await interleave(rounds, nodes, measure);
	vardast.reset();
	return results;
}
