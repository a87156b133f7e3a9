/** One Return All in n8n's engine alone, without n8n's server around it, while live memory is sampled. */

import '../../test/support/engine/setup';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowExecute } from 'n8n-core';
import { loadPackage, packageName, runWorkflow } from '../../test/support/engine';
import { known } from '../../test/support/sandbox/naxonAi';
import type { Workflow, WorkflowNode } from '../n8n/client';
import { chainNodes, startNode } from '../n8n/workflow';
import { runScript } from '../runScript';
import { httpRequestParameters, packageParameters, splitOutNode } from './lists';

export interface MemoryJob {
	node: 'ours' | 'http';
	/** The address of Naxon AI's sandbox. */
	url: string;
	token: string;
	conversation: number;
	/** The script of n8n. */
	n8n: string;
	/** After how long it is ended as it is, in milliseconds. */
	timeLimit: number;
}

export interface MemoryUse {
	/** Undefined when the time limit ended it; the memory is then what it had taken until then. */
	items: number | undefined;
	/** The most live memory while it ran, above what the engine held before, in bytes. */
	heap: number;
	/** The most memory that the process ever had, in bytes. */
	resident: number;
}

/** The least time between two samples, each of which collects the garbage first, in milliseconds. */
const sampleInterval = 100;

/** How many times as long as a sample takes nothing is sampled: most of the time is the node's. */
const samplePause = 4;

function liveMemory(): number {
	global.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

function createWorkflow({ node, url, conversation }: MemoryJob): Workflow {
	const credentials = { naxonAiApi: { id: 'naxonAiApi', name: 'naxonAiApi' } };
	const ours: WorkflowNode = {
		name: 'Ours',
		type: `${packageName}.naxonAi`,
		parameters: packageParameters(conversation),
		credentials,
	};
	const http: WorkflowNode = {
		name: 'HTTP',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'naxonAiApi',
			...httpRequestParameters(url, conversation),
		},
		credentials,
	};
	const nodes = node === 'ours' ? [ours] : [http, splitOutNode];
	return chainNodes('Benchmark', [startNode, ...nodes]);
}

/** Samples memory at an interval, and after each node: what it returns is in memory beside its source for a moment only. */
function startSampling(): () => number {
	let peak = liveMemory();
	const before = peak;
	let timer: NodeJS.Timeout;
	const sample = () => {
		clearTimeout(timer);
		const startedAt = performance.now();
		peak = Math.max(peak, liveMemory());
		const duration = performance.now() - startedAt;
		timer = setTimeout(sample, Math.max(sampleInterval, duration * samplePause));
	};
	sample();
	const engine = WorkflowExecute.prototype as unknown as {
		executeNode(...args: unknown[]): Promise<unknown>;
	};
	const { executeNode } = engine;
	engine.executeNode = async function (...args) {
		const result = await executeNode.apply(this, args);
		sample();
		return result;
	};
	return () => {
		clearTimeout(timer);
		return peak - before;
	};
}

runScript(async () => {
	const job: MemoryJob = JSON.parse(process.argv[2]);
	const { nodeTypes } = await loadPackage();
	const sourcePath = '';
	const requireFromN8n = createRequire(job.n8n);
	const load = (path: string) => requireFromN8n(`n8n-nodes-base/dist/nodes/${path}.node.js`);
	const { HttpRequest } = load('HttpRequest/HttpRequest');
	const { SplitOut } = load('Transform/SplitOut/SplitOut');
	nodeTypes['n8n-nodes-base.httpRequest'] = { type: new HttpRequest(), sourcePath };
	nodeTypes['n8n-nodes-base.splitOut'] = { type: new SplitOut(), sourcePath };
	const credentials = { naxonAiApi: { baseUrl: job.url, apiToken: job.token } };
	// Whatever the first run loads or compiles does not count.
	const warmUp = { ...job, conversation: known.revivedConversation };
	await runWorkflow(createWorkflow(warmUp), credentials);

	const stopSampling = startSampling();
	const work = runWorkflow(createWorkflow(job), credentials);
	const timeLimit = delay(job.timeLimit, { items: undefined, error: undefined }, { ref: false });
	const { items, error } = await Promise.race([work, timeLimit]);
	const heap = stopSampling();
	if (error) throw new Error(error);
	const use: MemoryUse = { items, heap, resident: process.resourceUsage().maxRSS * 1024 };
	console.log(`\n${JSON.stringify(use)}`);
});
