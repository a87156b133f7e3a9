import { ExecutionLifecycleHooks } from 'n8n-core';
import type { PackageDirectoryLoader } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { TestCredentialsHelper } from './credentialsHelper';
import type { CredentialData } from './credentialsHelper';
import { createNodeTypes } from './nodeTypes';
import { loadPackage, packageName } from './package';

/** A run of one node. */
export interface NodeRun {
	/** The node's name in the package, e.g. `selarti`. */
	node: string;
	parameters: Record<string, unknown>;
	credentials: CredentialData;
	/** The json of each input item; one empty item when left out. */
	items?: object[];
	continueOnFail?: boolean;
	/** Other settings of the node, e.g. `retryOnFail`. */
	settings?: Partial<INode>;
	timezone?: string;
	/** Cancels the execution. */
	signal?: AbortSignal;
	/** The static data of the workflow. */
	staticData?: IDataObject;
	/** Whether the workflow is active. */
	active?: boolean;
	/** Whether n8n's routing runs the operation, as it does for a tool of an agent. */
	routing?: boolean;
}

/** What n8n needs to execute a workflow with one node of the package. */
export interface PreparedNode {
	loader: PackageDirectoryLoader;
	workflow: Workflow;
	node: INode;
	additionalData: IWorkflowExecuteAdditionalData;
	credentialsHelper: TestCredentialsHelper;
}

/** What n8n's server hands to the engine beside the workflow. */
export function createAdditionalData(
	credentialsHelper: TestCredentialsHelper,
	{ id, name = '' }: Workflow,
): IWorkflowExecuteAdditionalData {
	const url = 'http://127.0.0.1:9/';
	const workflowData = { id, name, nodes: [], connections: {} };
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		executionId: 'the-execution',
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks(
			'manual',
			'the-execution',
			workflowData as unknown as ConstructorParameters<typeof ExecutionLifecycleHooks>[2],
		),
		currentNodeExecutionIndex: 0,
		restApiUrl: url,
		instanceBaseUrl: url,
		formWaitingBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		variables: {},
		setExecutionStatus() {},
	};
	// What is left out belongs to parts of n8n's server that no test reaches.
	return data as IWorkflowExecuteAdditionalData;
}

const startNode: INode = {
	id: 'start',
	name: 'Start',
	type: 'test.start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const toNode = (run: NodeRun): INode => ({
	id: 'the-node',
	name: 'The node',
	type: `${packageName}.${run.node}`,
	typeVersion: 1,
	position: [200, 0],
	parameters: run.parameters as INodeParameters,
	credentials: Object.fromEntries(
		Object.keys(run.credentials).map((type) => [type, { id: type, name: type }]),
	),
	...(run.continueOnFail && { onError: 'continueRegularOutput' }),
	...run.settings,
});

/** Makes a workflow of a start and the node, as n8n's server does for an execution. */
export async function prepare(run: NodeRun): Promise<PreparedNode> {
	const loader = await loadPackage();
	const credentialsHelper = new TestCredentialsHelper(loader, run.credentials);
	const { name } = toNode(run);
	const workflow = new Workflow({
		id: 'the-workflow',
		name: 'The workflow',
		nodes: [{ ...startNode }, toNode(run)],
		connections: { Start: { main: [[{ node: name, type: 'main', index: 0 }]] } },
		active: run.active ?? false,
		nodeTypes: createNodeTypes(loader, run.routing),
		staticData: run.staticData,
		settings: { timezone: run.timezone ?? 'Asia/Tashkent' },
	});
	const node = workflow.getNode(name) as INode;
	const additionalData = createAdditionalData(credentialsHelper, workflow);
	return { loader, workflow, node, additionalData, credentialsHelper };
}
