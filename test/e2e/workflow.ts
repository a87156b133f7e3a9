/** Workflows and nodes that several suites create. */

import type { Workflow, WorkflowNode } from '../../scripts/n8n/client';

export const manualTrigger: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** A node that does nothing. */
export const noOperation: WorkflowNode = {
	name: 'Next',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

/** A workflow whose nodes run one after the other. */
export function sequentialWorkflow(name: string, nodes: WorkflowNode[]): Workflow {
	return {
		name,
		nodes: nodes.map((node, index) => ({
			id: `node-${index}`,
			typeVersion: 1,
			position: [index * 220, 0],
			...node,
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name: target }, index) => [
					nodes[index].name,
					{ main: [[{ node: target, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
	};
}
