/** A real n8n with this package installed, and the sandboxes: where the benchmarks run. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, ITaskData } from 'n8n-workflow';
import { startSandboxes } from '../../test/sandbox';
import type { Sandboxes } from '../../test/sandbox';
import { N8nClient } from '../n8n/client';
import type { WorkflowNode } from '../n8n/client';
import type { Credentials } from '../n8n/examples';
import { parseExecutionData } from '../n8n/executionData';
import type { Runtime } from '../n8n/install';
import { createCredentials } from '../n8n/scenarios';
import { installPackage, startServer } from '../n8n/server';
import type { Server } from '../n8n/server';
import { chainNodes, startNode } from '../n8n/workflow';
import { vendors } from '../vendors';

export interface NodeRun {
	/** As n8n measured it. */
	milliseconds: number;
	/** How many items the node returned. */
	items: number;
	error: string | undefined;
}

export interface BenchInstance {
	server: Server;
	sandboxes: Sandboxes;
	client: N8nClient;
	credentials: Credentials;
	/** Runs a chain of nodes over items, one empty item by default, and returns each node's last run by its name. */
	run(nodes: WorkflowNode[], items?: IDataObject[]): Promise<Record<string, NodeRun>>;
	setCredential(type: string, data: ICredentialDataDecryptedObject): Promise<void>;
	close(): Promise<void>;
}

/** How long an execution may take, in milliseconds. */
const executionTimeout = 180_000;

function summarizeRuns(runs: ITaskData[]): NodeRun {
	const { executionTime, data, error } = runs[runs.length - 1];
	const items = data?.main?.[0]?.length ?? 0;
	return { milliseconds: executionTime, items, error: error?.message };
}

async function runNodes(
	{ client, server }: Pick<BenchInstance, 'client' | 'server'>,
	nodes: WorkflowNode[],
	items: IDataObject[] = [{}],
): Promise<Record<string, NodeRun>> {
	// Pinned data costs nothing at run time.
	const pinData = { Start: items.map((json) => ({ json })) };
	const workflow = { ...chainNodes('Benchmark', [startNode, ...nodes]), pinData };
	const { id } = await client.createWorkflow(workflow);
	const wait = { timeout: executionTimeout, interval: 250 };
	const { data } = await client.execute(id, 'Start', wait).catch(async (error) => {
		throw new Error(`${error.message}. ${await server.log()}`, { cause: error });
	});
	const runData = Object.entries(parseExecutionData(data).resultData?.runData ?? {});
	return Object.fromEntries(runData.map(([name, runs]) => [name, summarizeRuns(runs)]));
}

export async function startBenchInstance(options: {
	runtime: Runtime;
	tarball: string;
	signal?: AbortSignal;
}): Promise<BenchInstance> {
	const { runtime, tarball, signal } = options;
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	const cleanups = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	const close = async () => {
		while (cleanups.length > 0) await cleanups.pop()?.();
	};
	try {
		const sandboxes = await startSandboxes();
		cleanups.push(() => sandboxes.close());
		await installPackage(userFolder, tarball, signal);
		const server = await startServer({ runtime, userFolder, signal });
		cleanups.push(() => server.stop());
		const client = new N8nClient(server.url, signal);
		await client.setUpOwner();
		const credentials = await createCredentials(client, vendors, sandboxes);
		const setCredential = async (type: string, data: ICredentialDataDecryptedObject) => {
			const credential = credentials.get(type);
			await client.request('PATCH', `/credentials/${credential?.id}`, {
				name: credential?.name,
				type,
				data,
			});
		};
		const run: BenchInstance['run'] = (nodes, items) => runNodes({ client, server }, nodes, items);
		return { server, sandboxes, client, credentials, run, setCredential, close };
	} catch (error) {
		await close();
		throw error;
	}
}
