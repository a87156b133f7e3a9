import type { Workflow, WorkflowNode } from './client';

export const startNode: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	parameters: {},
};

/** Connects nodes one after the other, and completes what n8n demands of them. */
export function chainNodes(name: string, chain: WorkflowNode[]): Workflow {
	const nodes = chain.map((node, index): WorkflowNode => {
		return { id: `node${index}`, position: [index * 220, 0], typeVersion: 1, ...node };
	});
	const links = chain.slice(1).map((node, index) => {
		return [chain[index].name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }];
	});
	const connections = Object.fromEntries(links);
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}
