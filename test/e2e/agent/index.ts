/** An AI Agent in a real n8n, with this package's nodes as its tools and a scripted chat model. */

import assert from 'node:assert/strict';
import { vendors } from '../../support/vendors';
import { withCleanup } from '../cleanup';
import { withInstance, withServerLog } from '../instance';
import type { Instance } from '../instance';
import type { Check, Suite } from '../suite';
import { agentWorkflow, runAgent } from './agentWorkflow';
import { ScriptedModel, toolNamePattern } from './scriptedModel';
import type { ModelTool } from './scriptedModel';
import { keywordsOf, rankTools } from './toolRanking';
import { checkVendors, createWord, vendorCheckCount } from './vendorChecks';
import type { AgentContext } from './vendorChecks';
import { VendorTools } from './vendorTools';

/** What the description of a tool may begin with. */
const verbs = new Set(
	(
		'Add Check Close Confirm Connect Create Disconnect Drop Get Invite Log Modify Process Reload Remove Send ' +
		'Update Validate'
	).split(' '),
);

/** Lets an agent have every operation, and returns the tools that the model sees. */
async function readAllTools(context: AgentContext): Promise<ModelTool[]> {
	const { instance, model, credential, tools } = context;
	const prompt = `All tools ${createWord()}`;
	model.addScript(prompt, { calls: [], finish: () => 'So many tools' });
	const operations = vendors.flatMap((vendor) =>
		tools.operations(vendor).map((operation) => ({ vendor, ...operation })),
	);
	const undescribed = operations
		.filter(({ description }) => description.trim() === '')
		.map(({ vendor, resource, operation }) => `${vendor.name} ${resource} ${operation}`);
	assert(undescribed.length === 0, `the editor has no description for ${undescribed.join(', ')}`);
	const nodes = operations.map(({ vendor, resource, operation }) =>
		tools.createNode(vendor, [resource, operation]),
	);
	const workflow = agentWorkflow({ prompt, tools: nodes, credential });
	const { output, error } = await runAgent(instance.client, workflow);
	assert(output === 'So many tools', `the agent did not come to an end: ${error ?? output}`);
	const all = model.conversation(prompt).tools;
	assert(all.length === operations.length, `${all.length} tools instead of ${operations.length}`);
	for (const { name } of nodes) {
		const toolName = name.replace(/[^\w-]+/g, '_');
		assert(
			all.some((tool) => tool.name === toolName),
			`"${name}" was cut short`,
		);
	}
	return all;
}

function assertUnique(all: ModelTool[], key: 'name' | 'description'): void {
	const values = all.map((tool) => tool[key]);
	const repeated = values.filter((value, index) => values.indexOf(value) !== index);
	assert(repeated.length === 0, `two tools share their ${key}: ${repeated.join(', ')}`);
}

/** The description must say what is done, to what and where, and every parameter must be described. */
function assertDescribed({ name, description, parameters }: ModelTool): void {
	const [, verb = '', object = '', vendorName = ''] =
		/^(\w+) (.+) in (.+)$/.exec(description) ?? [];
	const hasObject = keywordsOf(object).some((word) => word !== 'many');
	assert(
		verbs.has(verb) && hasObject && vendors.some((vendor) => vendor.name === vendorName),
		`"${description}" does not say what is done, to what and where`,
	);
	for (const [key, parameter] of Object.entries(parameters.properties ?? {}))
		assert(
			toolNamePattern.test(key) && parameter.description,
			`the parameter ${key} of ${name} has no description`,
		);
}

function checkNames(all: ModelTool[]): string {
	assert(all.length > 0, 'there is no list of tools');
	const invalid = all.filter(({ name }) => !toolNamePattern.test(name)).map(({ name }) => name);
	assert(invalid.length === 0, `names that a model refuses: ${invalid.join(', ')}`);
	assertUnique(all, 'name');
	assertUnique(all, 'description');
	all.forEach(assertDescribed);
	return `${all.length} names, all different`;
}

function checkRanking(all: ModelTool[]): string {
	assert(all.length > 0, 'there is no list of tools');
	const requests = vendors.flatMap(({ agent }) => agent.requests);
	for (const [request, expected] of requests) {
		const [first, second] = rankTools(request, all);
		assert(
			first === expected,
			`"${request}" leads to ${first} (then ${second}), not to ${expected}`,
		);
	}
	return `${requests.length} requests, among ${all.length} tools`;
}

async function checkTools(context: AgentContext, check: Check): Promise<void> {
	let all: ModelTool[] = [];
	await check('the model sees every operation', async () => {
		all = await readAllTools(context);
		const longest = Math.max(...all.map(({ name }) => name.length));
		return `${all.length} tools, the longest name has ${longest} of 64 characters`;
	});
	await check('names and descriptions of the tools', async () => checkNames(all));
	await check('plain words lead to the right tool', async () => checkRanking(all));
}

async function runChecks(instance: Instance, model: ScriptedModel, check: Check): Promise<void> {
	const credential = await instance.client.createCredential({
		name: 'Scripted model',
		type: 'openAiApi',
		data: { apiKey: `sk-${createWord()}`, url: model.url },
	});
	let tools: VendorTools | undefined;
	await check('the nodes are offered as tools', async () => {
		const loaded = await VendorTools.load(instance);
		tools = loaded;
		return vendors
			.map((vendor) => {
				const count = loaded.operations(vendor).length;
				return `${loaded.displayName(vendor)} (${count} operations)`;
			})
			.join(', ');
	});
	assert(tools, 'there are no tools to go on with');
	const context = { instance, model, credential, tools };
	await checkVendors(context, check);
	await checkTools(context, check);
}

export const agentSuite: Suite = {
	name: 'agent',
	description: "the nodes as tools of n8n's AI Agent",
	debianPackages: [],
	expectedChecks: 4 + vendorCheckCount,
	async run(context, check) {
		await withInstance(context, async (instance) => {
			await withCleanup(async (cleanup) => {
				const model = new ScriptedModel();
				await model.start();
				cleanup.add(() => model.close());
				await runChecks(instance, model, withServerLog(instance, check));
			});
		});
	},
};
