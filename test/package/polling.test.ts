/** The polling triggers as n8n and its users see them. */

import { existsSync } from 'node:fs';
import type { PackageDirectoryLoader } from 'n8n-core';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { loadPackage, nodeTypeOf, packageName, searchList } from '../support/engine';
import { PolledWorkflow } from '../support/engine/poll';
import { startSandboxes } from '../support/sandbox';
import { vendorOf, vendors } from '../support/vendors';
import type { Sandboxes } from '../support/sandbox';
import { iconPathsOf, readCodex, usedLists } from './descriptions';

let loader: PackageDirectoryLoader;
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

const choicesOf = (options: INodeProperties['options'] = []) => options as INodePropertyOptions[];

describe.each(triggers)('$node', ({ key, folder, node: name, credentialType, ...trigger }) => {
	const file = name.replace(/^./, (letter) => letter.toUpperCase());
	const description = () => nodeTypeOf(loader, name).description;
	const listMethods = () => nodeTypeOf(loader, name).methods?.listSearch ?? {};

	test('is a polling trigger, and no tool', () => {
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
			nodeTypeOf(loader, name).trigger,
		]).toEqual([undefined, undefined, undefined]);
		expect(description().displayName).toMatch(/ Trigger$/);
		// n8n itself adds when it polls.
		expect(
			description()
				.properties.map((property) => property.name)
				.slice(0, 2),
		).toEqual(['pollTimes', 'triggerOn']);
	});

	test('has labels in the style of n8n, and fields without routing', () => {
		for (const {
			name: key,
			type,
			displayName,
			description: words = '',
			options,
			routing,
			...more
		} of description().properties.slice(1)) {
			expect([key, displayName]).toEqual([key, expect.stringMatching(/^[A-Z]/)]);
			expect([routing, 'sendIn' in more]).toEqual([undefined, false]);
			if (key === 'triggerOn')
				for (const event of choicesOf(options))
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
				expect(choicesOf(options)).toEqual(
					[...choicesOf(options)].sort((a, b) => a.name.localeCompare(b.name)),
				);
		}
		const methods = Object.keys(listMethods());
		expect(methods).toEqual(expect.arrayContaining(usedLists(description().properties)));
	});

	test('has icons and a codex', () => {
		expect(iconPathsOf(description()).map((path) => existsSync(path))).toEqual([true, true]);
		const codex = readCodex(folder, file);
		expect([codex.node, codex.categories.length > 0, codex.alias.includes('Poll')]).toEqual([
			`${packageName}.${name}`,
			true,
			true,
		]);
		expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:\/\//);
	});

	test('has lists of the things that it can watch', async () => {
		for (const [method, { parameters = {}, count }] of Object.entries(trigger.lists)) {
			const credentials = { [credentialType]: trigger.credentialData(sandboxes[key].url) };
			const { results } = await searchList({ node: name, method, credentials, parameters });
			expect([method, results.length]).toEqual([method, count]);
		}
		expect(Object.keys(trigger.lists).sort()).toEqual(Object.keys(listMethods()).sort());
	});
});

test('a poll has the whole retry budget of its credential', async () => {
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
