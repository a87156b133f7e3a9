import { WorkflowExecute } from 'n8n-core';
import { createRunExecutionData } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

import type { TestCredentialsHelper } from './credentialsHelper';
import { prepare } from './prepare';
import type { NodeRun } from './prepare';

/** An error as n8n keeps it of a node. */
export interface NodeFailure extends Error {
	description?: string | null;
	httpCode?: string | null;
	messages?: string[];
	context?: { itemIndex?: number };
}

/** An item as n8n gives it to the next node. */
export interface OutputItem {
	json: IDataObject;
	pairedItem?: { item: number };
	error?: NodeFailure;
}

export interface NodeResult {
	items: OutputItem[];
	/** What the error output gave, where the node has one. */
	errorItems: OutputItem[];
	/** What the node stopped with. */
	error: NodeFailure | undefined;
	credentials: TestCredentialsHelper;
}

/** An execution that has come to the node: the start before it has given the items. */
function executionAt(node: INode, items: INodeExecutionData[]): IRunExecutionData {
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node, data: { main: [items] }, source: { main: [{ previousNode: 'Start' }] } },
			],
		},
		resultData: {
			runData: {
				Start: [
					{
						startTime: 0,
						executionTime: 0,
						executionIndex: 0,
						source: [],
						executionStatus: 'success',
						data: { main: [items] },
					},
				],
			},
		},
	});
}

/** Runs a node over its input items in n8n's engine. */
export async function runNode(run: NodeRun): Promise<NodeResult> {
	const { workflow, node, additionalData, credentialsHelper } = await prepare(run);
	const items = (run.items ?? [{}]).map((json, item) => ({
		json: json as IDataObject,
		pairedItem: { item },
	}));
	const execution = new WorkflowExecute(additionalData, 'manual', executionAt(node, items));
	const running = execution.processRunExecutionData(workflow);
	run.signal?.addEventListener('abort', () => running.cancel(), { once: true });
	const { resultData } = (await running).data;
	const last = resultData.runData[node.name]?.at(-1);
	return {
		items: (last?.data?.main?.[0] ?? []) as OutputItem[],
		errorItems: (last?.data?.main?.[1] ?? []) as OutputItem[],
		error: (last?.error ?? resultData.error) as NodeFailure | undefined,
		credentials: credentialsHelper,
	};
}
