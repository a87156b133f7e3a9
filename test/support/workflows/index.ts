/**
 * Workflows made of the rows of the contracts: what a user would have saved who uses an operation as a row does. Only the
 * contracts have the parameters.
 */

import type { IConnections, INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';

import type { Contract, Row } from '../contract/types';
import { packageName } from '../engine/package';
import type { Sandbox } from '../sandbox/server';
import type { RequestRecord } from '../sandbox/types';

export { packageName };

/** A node of a workflow. */
export interface Step {
	name: string;
	parameters: Record<string, unknown>;
}

export interface ContractWorkflow {
	name: string;
	contract: Contract;
	steps: Step[];
	/** The json of the one item. */
	json: object;
	credential: { id: string; name: string };
}

/** A workflow as n8n imports it. */
export interface WorkflowData {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings;
}

/** Some dates of the contracts are those of this time zone. */
export const timezone = 'Asia/Tashkent';

/** The names of the nodes before the steps. */
export const names = { start: 'Start', items: 'Items' };

const commonNodes = (json: object): INode[] => [
	{
		id: 'start',
		name: names.start,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	},
	{
		id: 'items',
		name: names.items,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [200, 0],
		parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
	},
];

/** A workflow in which each step gets the same items: a manual trigger, the items, and the steps side by side. */
export function workflowOf(workflow: ContractWorkflow): WorkflowData {
	const { name, contract, steps, json, credential } = workflow;
	const nodes = steps.map((step, index): INode => ({
		id: `step-${index}`,
		name: step.name,
		type: `${packageName}.${contract.node}`,
		typeVersion: 1,
		position: [440, index * 160],
		parameters: step.parameters as INodeParameters,
		credentials: { [contract.credential]: credential },
	}));
	const to = (node: string) => ({ node, type: 'main' as const, index: 0 });
	return {
		name,
		nodes: [...commonNodes(json), ...nodes],
		connections: {
			[names.start]: { main: [[to(names.items)]] },
			[names.items]: { main: [steps.map((step) => to(step.name))] },
		},
		settings: { executionOrder: 'v1', timezone },
	};
}

/**
 * Brings a vendor into the state that a row's request needs, and forgets the requests so far. Session tokens stay valid.
 */
export function makeReady(sandbox: Sandbox, row?: Row): void {
	const { tokens } = sandbox.state as { tokens?: Set<string> };
	sandbox.reset();
	if (tokens) Object.assign(sandbox.state as object, { tokens });
	row?.prepare?.(sandbox);
}

/** The name of a row for people. */
export const nameOf = ({ number, resource, operation }: Row): string =>
	`${number} ${resource}.${operation}`;

/** The requests of a workflow; a log-in is none of its own. */
export const requestsOf = (sandbox: Sandbox): RequestRecord[] =>
	sandbox.requests.filter(({ number }) => number !== 'S0');
