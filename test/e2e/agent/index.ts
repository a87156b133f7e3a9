/**
 * An AI Agent in a real n8n, with this package's nodes as its tools and a scripted chat model on loopback.
 */

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { openStage } from '../../../scripts/bench/stage';
import { provideN8n } from '../../../scripts/n8n/fetch';
import { expect, until } from '../../../scripts/n8n/webhook-rows';
import { Model, toolName } from './model';
import { rank, requests, wordsOf } from './picker';
import { newWord, secretsOf, stories } from './stories';
import {
	agentWorkflow,
	operationsOf,
	runAgent,
	toolDescriptions,
	toolNode,
	vendorNodes,
} from './tools';
import type { Suite } from '../suite';
import type { Tool } from './model';

/** What a tool may say first that it does. */
const verbs = new Set(
	'Add Check Close Confirm Connect Create Disconnect Drop Get Invite Log Modify Process Reload Remove Send Update Validate'.split(
		' ',
	),
);

export async function run({ tarball, signal, progress }, check) {
	const runtime = await provideN8n({ progress, signal });
	const stage = await progress.step('Starting n8n', () => openStage({ runtime, tarball, signal }));
	const model = new Model();
	try {
		await model.start();
		const { api, sandboxes } = stage;
		const credential = await api.createCredential({
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: `sk-${newWord()}`, url: model.url },
		});
		let descriptions: Record<string, any> = {};
		let all: Tool[] = [];

		const toldNoSecret = (prompt: string) => {
			const heard = model.talk(prompt).heard.join('\n');
			expect(
				!secretsOf(sandboxes).some((secret) => heard.includes(secret)),
				'the model was told a key or a token',
			);
		};

		await check('the four nodes are offered as tools', async () => {
			descriptions = await toolDescriptions(stage);
			const counts = Object.keys(vendorNodes).map(
				(node) => operationsOf(descriptions, node).length,
			);
			return Object.values(descriptions)
				.map(({ displayName }, index) => `${displayName} (${counts[index]} operations)`)
				.join(', ');
		});

		for (const story of stories) {
			await check(`an agent works with ${story.key}`, async () => {
				for (const key of ['selarti', 'anycom', 'naxonAi', 'vardast'] as const)
					sandboxes[key].reset();
				const word = newWord();
				await story.happen(sandboxes, word);
				const prompt = `Story ${word}`;
				model.learn(prompt, {
					calls: story.calls.map(({ tool, args }) => (answers) => ({
						tool,
						args: args(word, answers),
					})),
					finish: (answers) =>
						story.finish(
							answers.map((answer) => JSON.parse(answer)),
							word,
						),
				});
				const tools = story.tools.map(([resource, operation, options]) =>
					toolNode(stage, descriptions, story.node, resource, operation, options),
				);
				const { output, error } = await runAgent(stage, agentWorkflow(prompt, tools, credential));
				expect(error === undefined, String(error));
				for (const [what, seen, expected] of story.arrived(sandboxes, word)) {
					expect(
						isDeepStrictEqual(seen, expected),
						`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`,
					);
				}
				expect(
					output.includes(word),
					`the agent's last words have nothing from the vendor: ${output}`,
				);
				toldNoSecret(prompt);
				const numbers = sandboxes[story.key].requests.map(({ number }) => number);
				return `${numbers.join(', ')}; the agent ended with a word that only the vendor knew`;
			});
		}

		const callOnce = async (
			node: string,
			resource: string,
			operation: string,
			args: Record<string, string>,
		) => {
			const prompt = `Failure ${newWord()}`;
			const tool = toolNode(stage, descriptions, node, resource, operation);
			model.learn(prompt, {
				calls: [() => ({ tool: tool.name.replace(/\W+/g, '_'), args })],
				finish: ([answer]) => `It did not work: ${answer}`,
			});
			const { output, error } = await runAgent(stage, agentWorkflow(prompt, [tool], credential));
			expect(error === undefined, `the whole workflow failed: ${error}`);
			toldNoSecret(prompt);
			expect(output.startsWith('It did not work'), `the agent's last words were "${output}"`);
			return model.talk(prompt).answers[0];
		};

		await check('a tool that the vendor refuses', async () => {
			const { known } = require('../../support/sandbox/selarti');
			sandboxes.selarti.reset();
			sandboxes.selarti.misbehave({
				kind: 'refuse',
				on: 'S11',
				status: 400,
				body: `the key ${known.key} may not write here`,
			});
			const answer = await callOnce('selarti', 'message', 'send', {
				Thread: known.thread,
				Message: 'Good evening',
			});
			expect(
				/Selarti: the key \[hidden\] may not write here \(HTTP 400\)/.test(answer),
				`the model was told: ${answer}`,
			);
			const sent = sandboxes.selarti.asked('S11').length;
			expect(sent === 1, `it was sent ${sent} times`);
			return "sent once; the model was told the vendor's words without the key";
		});

		await check('a tool whose answer is lost', async () => {
			const { known } = require('../../support/sandbox/vardast');
			sandboxes.vardast.reset();
			sandboxes.vardast.misbehave({ kind: 'cutAfter', on: 'V1' });
			const answer = await callOnce('vardast', 'message', 'process', {
				Channel: known.channel.id,
				Contact: known.contact.id,
				Message: 'Good evening',
			});
			expect(
				/may or may not have been carried out/.test(answer),
				`the model was not told that it may have been done: ${answer}`,
			);
			const sent = sandboxes.vardast.asked('V1').length;
			expect(sent === 1, `it was sent ${sent} times`);
			return 'sent once; the model was told that it may have been carried out';
		});

		await check('an agent that streams its answer', async () => {
			const { known } = require('../../support/sandbox/naxonAi');
			sandboxes.naxonAi.reset();
			const prompt = `Streamed ${newWord()}`;
			model.learn(prompt, {
				calls: [
					() => ({ tool: 'Get_a_model_in_Naxon_AI', args: { Model: String(known.model.id) } }),
				],
				finish: ([answer]) => `It is ${JSON.parse(answer)[0].name}`,
			});
			const webhookId = randomUUID();
			const start = {
				...{
					id: 'start',
					name: 'Start',
					type: '@n8n/n8n-nodes-langchain.chatTrigger',
					typeVersion: 1.3,
					position: [0, 0],
					webhookId,
				},
				parameters: { public: true, mode: 'webhook', options: { responseMode: 'streaming' } },
			};
			const workflow = await api.createWorkflow(
				agentWorkflow(
					'={{ $json.chatInput }}',
					[toolNode(stage, descriptions, 'naxonAi', 'model', 'get')],
					credential,
					start,
				),
			);
			await api.request('POST', `/workflows/${workflow.id}/activate`, {
				versionId: (workflow as any).versionId,
			});
			const answer = await until('answer to the chat', async () => {
				const response = await fetch(`${api.url}/webhook/${webhookId}/chat`, {
					method: 'POST',
					signal,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({
						action: 'sendMessage',
						sessionId: randomUUID(),
						chatInput: prompt,
					}),
				});
				const text = await response.text();
				return response.status === 404 ? undefined : text;
			});
			const said = answer
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line).content ?? '')
				.join('');
			expect(
				said.includes(`It is ${known.model.name}`),
				`the chat was answered ${answer.slice(0, 500)}`,
			);
			expect(model.talk(prompt).streamed, 'n8n did not ask the model to stream');
			return `${answer.trim().split('\n').length} pieces, "${said}"`;
		});

		await check('the model sees every operation', async () => {
			const prompt = `All tools ${newWord()}`;
			model.learn(prompt, { calls: [], finish: () => 'So many tools' });
			const operations = Object.keys(vendorNodes).flatMap((node) =>
				operationsOf(descriptions, node).map((one) => ({ node, ...one })),
			);
			const silent = operations
				.filter(({ description }) => description.trim() === '')
				.map(({ node, resource, operation }) => `${node} ${resource} ${operation}`);
			expect(silent.length === 0, `the editor has no description for ${silent.join(', ')}`);
			const nodes = operations.map(({ node, resource, operation }) =>
				toolNode(stage, descriptions, node, resource, operation),
			);
			const { output, error } = await runAgent(stage, agentWorkflow(prompt, nodes, credential));
			expect(output === 'So many tools', `the agent did not come to an end: ${error ?? output}`);
			all = model.talk(prompt).tools;
			expect(
				all.length === operations.length,
				`${all.length} tools instead of ${operations.length}`,
			);
			for (const { name } of nodes) {
				const tool = all.find((one) => one.name === name.replace(/[^\w-]+/g, '_'));
				expect(tool !== undefined, `"${name}" was cut short`);
			}
			return `${all.length} tools, the longest name has ${Math.max(...all.map(({ name }) => name.length))} of 64 characters`;
		});

		await check('names and descriptions of the tools', async () => {
			expect(all.length > 0, 'there is no list of tools');
			const wrong = all.filter(({ name }) => !toolName.test(name)).map(({ name }) => name);
			expect(wrong.length === 0, `names that a model refuses: ${wrong.join(', ')}`);
			for (const key of ['name', 'description'] as const) {
				const twice = all
					.map((tool) => tool[key])
					.filter((one, index, list) => list.indexOf(one) !== index);
				expect(twice.length === 0, `two tools share their ${key}: ${twice.join(', ')}`);
			}
			const vendors = Object.values(descriptions).map(({ defaults }) => defaults.name);
			for (const { name, description, parameters } of all) {
				const [, verb, what, vendor] = /^(\w+) (.+) in (.+)$/.exec(description) ?? [];
				expect(
					verbs.has(verb) &&
						wordsOf(what ?? '').some((word) => word !== 'many') &&
						vendors.includes(vendor),
					`"${description}" does not say what is done, to what and where`,
				);
				for (const [key, { description: about = '' }] of Object.entries(
					parameters.properties ?? {},
				)) {
					expect(
						toolName.test(key) && about !== '',
						`the parameter ${key} of ${name} has no description`,
					);
				}
			}
			return `${new Set(all.map(({ name }) => name)).size} names, all different`;
		});

		await check('plain words lead to the right tool', async () => {
			expect(all.length > 0, 'there is no list of tools');
			for (const [request, wanted] of requests) {
				const [first, second] = rank(request, all);
				expect(
					first === wanted,
					`"${request}" leads to ${first} (then ${second}), not to ${wanted}`,
				);
			}
			return `${requests.length} of ${requests.length} requests, among ${all.length} tools`;
		});
	} finally {
		await model.close();
		await stage.close();
	}
}

export const rows = 11;
