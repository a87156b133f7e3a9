'use strict';

/** One Return All in n8n's engine alone, without n8n's server around it, with a look at the live memory all the while. */

require('../../test/engine/setup');
const { createRequire } = require('node:module');
const { WorkflowExecute } = require('n8n-core');
const { loadPackage, packageName, runWorkflow } = require('../../test/engine');
const { known } = require('../../test/sandbox/naxon-ai');
const { byHand, oursParameters, splitOut } = require('./lists');

/** Milliseconds between two looks; each collects the garbage first. */
const pause = 100;

/** @type {{ way: 'ours'|'http', url: string, token: string, conversation: number, n8n: string }} */
const job = JSON.parse(process.argv[2]);

const live = () => {
	global.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};

/** @param {typeof job} job @returns {any} the workflow, as n8n exports it */
function workflowFor({ way, url, conversation }) {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const credentials = { naxonAiApi: { id: 'naxonAiApi', name: 'naxonAiApi' } };
	const authentication = {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'naxonAiApi',
	};
	const nodes =
		way === 'ours'
			? [
					{
						name: 'Ours',
						type: `${packageName}.naxonAi`,
						parameters: oursParameters(conversation),
						credentials,
					},
				]
			: [
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						typeVersion: 4.5,
						parameters: { ...authentication, ...byHand(url, conversation) },
						credentials,
					},
					splitOut,
				];
	const all = [start, ...nodes].map((node, index) => ({
		id: `node${index}`,
		position: [index, 0],
		typeVersion: 1,
		...node,
	}));
	const connections = Object.fromEntries(
		nodes.map((node, index) => [
			all[index].name,
			{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
		]),
	);
	return { name: 'Benchmark', nodes: all, connections, settings: { executionOrder: 'v1' } };
}

async function main() {
	const loader = await loadPackage();
	const fromN8n = createRequire(job.n8n);
	const { HttpRequest } = fromN8n('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');
	const { SplitOut } = fromN8n('n8n-nodes-base/dist/nodes/Transform/SplitOut/SplitOut.node.js');
	loader.nodeTypes['n8n-nodes-base.httpRequest'] = { type: new HttpRequest() };
	loader.nodeTypes['n8n-nodes-base.splitOut'] = { type: new SplitOut() };
	const credentials = { naxonAiApi: { baseUrl: job.url, apiToken: job.token } };
	// Whatever is loaded or compiled at the first run is there before the measurement.
	await runWorkflow(workflowFor({ ...job, conversation: known.revivedConversation }), credentials);

	const before = live();
	let most = before;
	const look = () => (most = Math.max(most, live()));
	const timer = setInterval(look, pause);
	const engine = /** @type {any} */ (WorkflowExecute.prototype);
	const { executeNode } = engine;
	// What a node gives stands in memory beside what it was made of, for a moment that no timer meets.
	engine.executeNode = async function (/** @type {any[]} */ ...args) {
		const result = await executeNode.apply(this, args);
		look();
		return result;
	};
	const { items, error } = await runWorkflow(workflowFor(job), credentials);
	clearInterval(timer);
	if (error) throw new Error(error);
	process.stdout.write(
		`\n${JSON.stringify({ items, heap: most - before, resident: process.resourceUsage().maxRSS * 1024 })}\n`,
	);
}

main().then(
	() => process.exit(0),
	(error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exit(1);
	},
);
