/**
 * Workflows made of the rows of the contracts: what a user would have saved who uses an operation as a row does. The
 * parameters stand in the contracts alone.
 */

import type { IConnection, IWorkflowSettings } from 'n8n-workflow';
import type { CredentialReference, Workflow, WorkflowNode } from '../../../scripts/n8n/client';
import type { Contract, Row } from '../contract/describeContract';
import type { Sandbox } from '../sandbox/server';

/** a node of a workflow */
export type Step = { name: string; parameters: Record<string, any> };

export const packageName = require('../../../package.json').name;

/** Some dates of the contracts are those of this time zone. */
export const timezone = 'Asia/Tashkent';

/** How such a workflow's own nodes are called. */
export const names = { start: 'Start', items: 'Items' };

/**
 * A workflow in which each step gets the same items: a manual trigger, the items, and the steps side by side.
 */
export function workflowOf({
	name,
	contract,
	steps,
	json,
	credential,
}: {
	name: string;
	contract: Contract;
	steps: Step[];
	/** of the one item */
	json: any;
	credential: CredentialReference;
}): Workflow & { settings: IWorkflowSettings } {
	const { start, items } = names;
	const own: WorkflowNode[] = [
		{
			id: 'start',
			name: start,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'items',
			name: items,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
		},
	];
	const nodes = steps.map((step, index): WorkflowNode => ({
		id: `step-${index}`,
		name: step.name,
		type: `${packageName}.${contract.node}`,
		typeVersion: 1,
		position: [440, index * 160],
		parameters: step.parameters,
		credentials: { [contract.credential]: credential },
	}));
	const to = (node: string): IConnection => ({ node, type: 'main', index: 0 });
	return {
		name,
		nodes: [...own, ...nodes],
		connections: {
			[start]: { main: [[to(items)]] },
			[items]: { main: [steps.map((step) => to(step.name))] },
		},
		settings: { executionOrder: 'v1', timezone },
	};
}

/**
 * Brings a vendor into the state in which a row's request makes sense, and forgets what it was asked. Who is logged in
 * stays so.
 */
export function makeReady(sandbox: Sandbox, row?: Row) {
	const { tokens } = sandbox.state as { tokens?: Set<string> };
	sandbox.reset();
	if (tokens) Object.assign(sandbox.state as object, { tokens });
	row?.prepare?.(sandbox);
}

/** @returns as a person calls it */
export const nameOf = ({ number, resource, operation }: Row): string =>
	`${number} ${resource}.${operation}`;

/** A log-in is no request of the workflow's own. */
export const requestsOf = (sandbox: Sandbox) =>
	sandbox.requests.filter(({ number }) => number !== 'S0');
