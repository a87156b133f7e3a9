import { WorkflowExecute } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type { IConnections, IDataObject, INode, IWorkflowSettings } from 'n8n-workflow';

import { TestCredentialsHelper } from './credentialsHelper';
import type { CredentialData } from './credentialsHelper';
import { createNodeTypes } from './nodeTypes';
import { loadPackage } from './package';
import { createAdditionalData } from './prepare';

/** A workflow as n8n exports it. */
export interface WorkflowExport {
	id?: string;
	name?: string;
	nodes: Array<Partial<INode> & Pick<INode, 'name' | 'type'>>;
	connections: IConnections;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
}

/**
 * Runs a whole workflow of this package's nodes, from its manual trigger.
 *
 * @returns how many nodes ran, and how many items the last one gave
 */
export async function runWorkflow(
	workflowData: WorkflowExport,
	credentials: CredentialData,
): Promise<{ nodes: number; items: number; error?: string }> {
	const loader = await loadPackage();
	const { id = 'example', name, connections, settings, staticData } = workflowData;
	const workflow = new Workflow({
		id,
		name,
		nodes: workflowData.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote') as INode[],
		connections,
		settings,
		staticData,
		active: false,
		nodeTypes: createNodeTypes(loader),
	});
	const credentialsHelper = new TestCredentialsHelper(loader, credentials);
	const additionalData = createAdditionalData(credentialsHelper, workflow);
	const { data } = await new WorkflowExecute(additionalData, 'manual').run({ workflow });
	const { runData, error, lastNodeExecuted } = data.resultData;
	const last = runData[lastNodeExecuted ?? '']?.at(-1);
	return {
		nodes: Object.keys(runData).length,
		items: last?.data?.main?.[0]?.length ?? 0,
		error: error?.message,
	};
}
