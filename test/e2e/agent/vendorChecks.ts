/** What an agent does with each vendor: calls that succeed, calls that fail, and a response that is streamed. */

import assert, { deepStrictEqual } from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { localHttp } from '../../../scripts/n8n/client';
import type { CredentialReference, WorkflowNode } from '../../../scripts/n8n/client';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { vendors } from '../../support/vendors';
import type { AgentFailure, AgentScenario } from '../../support/vendors/types';
import type { Instance, Vendor } from '../instance';
import type { Check } from '../suite';
import { agentWorkflow, createChatTrigger, runAgent } from './agentWorkflow';
import type { ScriptedModel } from './scriptedModel';
import type { VendorTools } from './vendorTools';

export interface AgentContext {
	instance: Instance;
	model: ScriptedModel;
	/** The credential of the model. */
	credential: CredentialReference;
	tools: VendorTools;
}

/** Returns a word that occurs nowhere else. */
export const createWord = (): string => `w${randomBytes(5).toString('hex')}`;

/** The name under which a model sees a node. */
const toToolName = ({ name }: WorkflowNode): string => name.replace(/\W+/g, '_');

function assertNoSecrets({ instance, model }: AgentContext, prompt: string): void {
	const requests = model.conversation(prompt).requests.join('\n');
	const secrets = vendors.flatMap((vendor) => vendor.secrets(instance.sandboxes[vendor.key].state));
	assert(
		secrets.every((secret) => !requests.includes(secret)),
		'the model received a key or a token',
	);
}

async function checkCalls(context: AgentContext, vendor: Vendor): Promise<string> {
	const { instance, model, credential, tools } = context;
	const scenario = vendor.agent;
	for (const { key } of vendors) instance.sandboxes[key].reset();
	const sandbox = instance.sandboxes[vendor.key];
	const word = createWord();
	await scenario.happen(sandbox, word);
	const prompt = `Scenario ${word}`;
	model.addScript(prompt, {
		calls: scenario.calls.map(({ tool, args }) => (responses) => {
			return { tool, args: args(word, responses) };
		}),
		finish: (responses) =>
			scenario.finish(
				responses.map((response) => JSON.parse(response)),
				word,
			),
	});
	const nodes = scenario.tools.map((tool) => tools.createNode(vendor, tool));
	const workflow = agentWorkflow({ prompt, tools: nodes, credential });
	const { output, error } = await runAgent(instance.client, workflow);
	assert(error === undefined, error);
	for (const [title, received, expected] of scenario.received(sandbox, word))
		deepStrictEqual(received, expected, `${title}: ${JSON.stringify(received)}`);
	assert(output.includes(word), `the final message has nothing from the vendor: ${output}`);
	assertNoSecrets(context, prompt);
	const numbers = sandbox.requests.map(({ number }) => number);
	return `${numbers.join(', ')}; the final message has a word that only the vendor knew`;
}

async function checkFailure(
	context: AgentContext,
	vendor: Vendor,
	{ fault, number, tool, args, response, summary }: AgentFailure,
): Promise<string> {
	const { instance, model, credential, tools } = context;
	const sandbox = instance.sandboxes[vendor.key];
	sandbox.reset();
	sandbox.injectFault(fault);
	const prompt = `Failure ${createWord()}`;
	const node = tools.createNode(vendor, tool);
	model.addScript(prompt, {
		calls: [() => ({ tool: toToolName(node), args })],
		finish: ([failure]) => `It did not work: ${failure}`,
	});
	const workflow = agentWorkflow({ prompt, tools: [node], credential });
	const { output, error } = await runAgent(instance.client, workflow);
	assert(error === undefined, `the whole workflow failed: ${error}`);
	assertNoSecrets(context, prompt);
	assert(output.startsWith('It did not work'), `the final message was "${output}"`);
	const [received] = model.conversation(prompt).responses;
	assert(response.test(received), `the model received: ${received}`);
	const sent = sandbox.requestsTo(number).length;
	assert(sent === 1, `it was sent ${sent} times`);
	return `sent once; ${summary}`;
}

/** Sends a message to a chat and returns the pieces of the response. */
async function chat(url: string, chatInput: string, signal?: AbortSignal): Promise<string[]> {
	const body = { action: 'sendMessage', sessionId: randomUUID(), chatInput };
	return await waitUntil('response of the chat', async () => {
		const { status, data } = await localHttp.post<string>(url, body, { signal });
		return status === 404 ? undefined : data.trim().split('\n');
	});
}

async function checkStreaming(
	context: AgentContext,
	vendor: Vendor,
	streaming: NonNullable<AgentScenario['streaming']>,
): Promise<string> {
	const { instance, model, credential, tools } = context;
	const { tool, args, finish, message: expected } = streaming;
	instance.sandboxes[vendor.key].reset();
	const message = `Streamed ${createWord()}`;
	const node = tools.createNode(vendor, tool);
	model.addScript(message, {
		calls: [() => ({ tool: toToolName(node), args })],
		finish: ([response]) => finish(JSON.parse(response)),
	});
	const webhookId = randomUUID();
	const trigger = createChatTrigger(webhookId);
	const prompt = '={{ $json.chatInput }}';
	const workflow = agentWorkflow({ prompt, tools: [node], credential, trigger });
	const { client } = instance;
	await client.activateWorkflow(await client.createWorkflow(workflow));
	const pieces = await chat(`${client.url}/webhook/${webhookId}/chat`, message, client.signal);
	const text = pieces.map((piece) => JSON.parse(piece).content ?? '').join('');
	assert(text.includes(expected), `the response was ${pieces.join('\n').slice(0, 500)}`);
	assert(model.conversation(message).streamed, 'n8n did not ask the model to stream');
	return `${pieces.length} pieces, "${text}"`;
}

/** How many checks `checkVendors` runs. */
export const vendorCheckCount = vendors.reduce(
	(count, { agent }) => count + 1 + agent.failures.length + (agent.streaming ? 1 : 0),
	0,
);

export async function checkVendors(context: AgentContext, check: Check): Promise<void> {
	for (const vendor of vendors)
		await check(`an agent works with ${vendor.name}`, () => checkCalls(context, vendor));
	for (const vendor of vendors) {
		for (const failure of vendor.agent.failures)
			await check(failure.title, () => checkFailure(context, vendor, failure));
	}
	for (const vendor of vendors) {
		const { streaming } = vendor.agent;
		if (streaming)
			await check('an agent that streams its response', () =>
				checkStreaming(context, vendor, streaming),
			);
	}
}
