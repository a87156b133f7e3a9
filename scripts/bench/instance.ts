/** The n8n that the benchmarks run in. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ICredentialDataDecryptedObject, IDataObject, ITaskData } from 'n8n-workflow';
import { N8nClient } from '../n8n/client';
import type { WorkflowNode } from '../n8n/client';
import type { Credentials } from '../n8n/examples';
import { parseExecutionData } from '../n8n/executionData';
import { startInstance } from '../n8n/instance';
import type { Instance, InstanceOptions } from '../n8n/instance';
import { createCredentials } from '../n8n/scenarios';
import type { WaitOptions } from '../n8n/waitUntil';
import { chainNodes, startNode } from '../n8n/workflow';
import { vendors } from '../../test/support/vendors';

export interface NodeRun {
	/** As n8n measured it. */
	milliseconds: number;
	/** How many items the node returned. */
	items: number;
	error: string | undefined;
}

export interface BenchInstance extends Instance {
	client: N8nClient;
	credentials: Credentials;
	/**
	 * Runs a chain of nodes over items, one empty item by default, and returns each node's last run by its name. The time
	 * allowed for it is 3 minutes by default.
	 */
	run(
		nodes: WorkflowNode[],
		items?: IDataObject[],
		options?: WaitOptions,
	): Promise<Record<string, NodeRun>>;
	setCredential(type: string, data: ICredentialDataDecryptedObject): Promise<void>;
}

/** How long an execution may take, in milliseconds. */
const executionTimeout = 180_000;

function summarizeRuns(runs: ITaskData[]): NodeRun {
	const { executionTime, data, error } = runs[runs.length - 1];
	const items = data?.main?.[0]?.length ?? 0;
	return { milliseconds: executionTime, items, error: error?.message };
}

/** @throws When n8n does not start; nothing is left running then. */
export async function startBenchInstance(options: InstanceOptions): Promise<BenchInstance> {
	const reporter = pathToFileURL(join(__dirname, 'reportMemory.ts')).href;
	const env = { ...options.env, NODE_OPTIONS: `--import=${reporter}` };
	const instance = await startInstance({ ...options, env });
	const { sandboxes, close } = instance;
	const client = new N8nClient(instance.server.url, options.signal);
	const run: BenchInstance['run'] = async (nodes, items = [{}], waitOptions = {}) => {
		// Pinned data costs nothing at run time.
		const pinData = { Start: items.map((json) => ({ json })) };
		const workflow = { ...chainNodes('Benchmark', [startNode, ...nodes]), pinData };
		const { id } = await client.createWorkflow(workflow);
		const wait = { timeout: executionTimeout, interval: 250, ...waitOptions };
		const { data } = await client.execute(id, 'Start', wait).catch(async (error) => {
			throw new Error(`${error.message}. ${await instance.server.log()}`, { cause: error });
		});
		const runData = Object.entries(parseExecutionData(data).resultData?.runData ?? {});
		return Object.fromEntries(runData.map(([name, runs]) => [name, summarizeRuns(runs)]));
	};
	try {
		await client.setUpOwner();
		const credentials = await createCredentials(client, vendors, sandboxes);
		const setCredential: BenchInstance['setCredential'] = async (type, data) => {
			const { id, name } = credentials.get(type) ?? {};
			await client.request('PATCH', `/credentials/${id}`, { name, type, data });
		};
		return Object.assign(instance, { client, credentials, run, setCredential });
	} catch (error) {
		await close();
		throw error;
	}
}
