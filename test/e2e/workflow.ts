import type { WorkflowNode } from '../../scripts/n8n/client';

/** A node that does nothing. */
export const nextNode: WorkflowNode = {
	name: 'Next',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};
