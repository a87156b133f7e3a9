/** The polling triggers as n8n and its users see them. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPackage, packageName, root, searchList } from '../support/engine';
import { PolledWorkflow } from '../support/engine/poll';
import { startSandboxes } from '../support/sandbox';
import { vendorOf, vendors } from '../support/vendors';
import type { Sandboxes } from '../support/sandbox';

let loader: any;
let sandboxes: Sandboxes;
beforeAll(async () => {
	loader = await loadPackage();
	sandboxes = await startSandboxes();
});
afterAll(async () => await sandboxes.close());

const triggers = vendors.flatMap(({ key, folder, credentialType, credentialData, triggers: all }) =>
	all.flatMap((trigger) =>
		trigger.kind === 'polling' ? [{ ...trigger, key, folder, credentialType, credentialData }] : [],
	),
);

describe.each(triggers)('$node', ({ key, folder, node: name, credentialType, ...trigger }) => {
	const file = name.replace(/^./, (letter) => letter.toUpperCase());
	const description = () => loader.nodeTypes[name].type.description;

	test('is a trigger that polls, and no tool', () => {
		expect(description()).toMatchObject({
			group: ['trigger'],
			polling: true,
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: credentialType, required: true }],
		});
		expect([
			description().usableAsTool,
			description().webhooks,
			loader.nodeTypes[name].type.trigger,
		]).toEqual([undefined, undefined, undefined]);
		expect(description().displayName).toMatch(/ Trigger$/);
		// n8n itself adds when it polls.
		expect(
			description()
				.properties.map((property: any) => property.name)
				.slice(0, 2),
		).toEqual(['pollTimes', 'triggerOn']);
	});

	test('reads as n8n reads, and sends nothing by itself', () => {
		for (const {
			name: key,
			type,
			displayName,
			description: words = '',
			options,
			routing,
			send,
		} of description().properties.slice(1)) {
			expect([key, displayName]).toEqual([key, expect.stringMatching(/^[A-Z]/)]);
			expect([routing, send]).toEqual([undefined, undefined]);
			if (key === 'triggerOn')
				for (const event of options)
					expect([event.name, event.description]).toEqual([
						expect.stringMatching(/^[A-Z]/),
						expect.stringMatching(/^When .*/),
					]);
			else if (type !== 'notice')
				expect([key, words]).toEqual([
					key,
					expect.stringMatching(type === 'boolean' ? /^Whether / : /^[A-Z]/),
				]);
			if (type === 'options')
				expect(options).toEqual([...options].sort((a, b) => a.name.localeCompare(b.name)));
			if (type === 'resourceLocator') {
				expect(loader.nodeTypes[name].type.methods.listSearch).toHaveProperty(
					options?.searchListMethod ??
						description().properties.find((one: any) => one.name === key).modes[0].typeOptions
							.searchListMethod,
				);
			}
		}
	});

	test('has the icons of its vendor, and a codex', () => {
		const paths = Object.values(description().iconUrl).map((url: any) =>
			url.replace(/^icons\/[^/]+\//, ''),
		);
		expect(paths.map((path) => existsSync(join(root, path)))).toEqual([true, true]);
		const codex = JSON.parse(
			readFileSync(join(root, `dist/nodes/${folder}/${file}.node.json`), 'utf8'),
		);
		expect([codex.node, codex.categories.length > 0, codex.alias.includes('Poll')]).toEqual([
			`${packageName}.${name}`,
			true,
			true,
		]);
		expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:\/\//);
	});

	test('picks what it watches from lists', async () => {
		for (const [method, { parameters = {}, count }] of Object.entries(trigger.lists)) {
			const credentials = { [credentialType]: trigger.credentialData(sandboxes[key].url) };
			const { results } = await searchList({ node: name, method, credentials, parameters });
			expect([method, results.length]).toEqual([method, count]);
		}
		expect(Object.keys(trigger.lists).sort()).toEqual(
			Object.keys(loader.nodeTypes[name].type.methods.listSearch).sort(),
		);
	});
});

test('a poll has the maxRetryTime of its credential: nobody waits for it', async () => {
	const polled = new PolledWorkflow({
		node: 'naxonAiPollingTrigger',
		parameters: { triggerOn: 'newConversation' },
		credentials: { naxonAiApi: vendorOf('naxonAi').credentialData(sandboxes.naxonAi.url) },
	});
	sandboxes.naxonAi.injectFault({
		kind: 'refuse',
		status: 429,
		times: 1,
		headers: { 'retry-after': '3.2' },
	});
	await polled.activate();
	expect(sandboxes.naxonAi.requestsTo('N4')).toHaveLength(2);
});
