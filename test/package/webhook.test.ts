/** The webhook triggers as n8n and its users see them. */

import { existsSync } from 'node:fs';
import type { PackageDirectoryLoader } from 'n8n-core';

import { loadPackage, nodeTypeOf, packageName, searchList } from '../support/engine';
import { methodsOf } from '../support/engine/webhook';
import { startSandboxes } from '../support/sandbox';
import { vendors } from '../support/vendors';
import type { Sandboxes } from '../support/sandbox';
import { allProperties, iconPathsOf, readCodex, usedLists } from './descriptions';

let loader: PackageDirectoryLoader;
let sandboxes: Sandboxes;
beforeAll(async () => {
	loader = await loadPackage();
	sandboxes = await startSandboxes();
});
afterAll(async () => await sandboxes.close());

const triggers = vendors.flatMap(({ key, folder, credentialType, credentialData, triggers: all }) =>
	all.flatMap((trigger) =>
		trigger.kind === 'webhook' ? [{ ...trigger, key, folder, credentialType, credentialData }] : [],
	),
);

describe.each(triggers)('$node', ({ key, folder, node: name, credentialType, ...trigger }) => {
	const { webhookCredentialType } = trigger;
	const description = () => nodeTypeOf(loader, name).description;
	const property = (wanted: string) =>
		allProperties(description().properties).find((candidate) => candidate.name === wanted);

	test('is a webhook trigger, and no tool', () => {
		expect(description()).toMatchObject({
			group: ['trigger'],
			inputs: [],
			outputs: ['main'],
			webhooks: [{ name: 'default', path: 'webhook', responseMode: 'onReceived' }],
		});
		expect([description().usableAsTool, description().polling]).toEqual([undefined, undefined]);
		expect(description().credentials?.map(({ name: type, required }) => [type, required])).toEqual([
			[webhookCredentialType, true],
			[credentialType, false],
		]);
	});

	test('begins with a notice on how to set up the webhook', () => {
		const [notice] = description().properties;
		expect(notice.type).toBe('notice');
		for (const words of [/Production URL/, /Test URL/, /\?token=/, /Activate|activate/])
			expect(notice.displayName).toMatch(words);
		expect(property('triggerOn')?.displayName).toBe('Trigger On');
		expect(property('authentication')?.default).toEqual(['queryToken']);
	});

	test('has labels in the style of n8n', () => {
		for (const {
			name: key,
			type,
			displayName,
			description: words = '',
			placeholder,
			options,
		} of allProperties(description().properties)) {
			if (type === 'hidden' || type === 'notice') continue;
			expect([key, displayName]).toEqual([key, expect.stringMatching(/^[A-Z]/)]);
			expect([key, words]).toEqual([
				key,
				type === 'collection' ? '' : expect.stringMatching(/^[A-Z]/),
			]);
			if (type === 'boolean') expect(words).toMatch(/^Whether /);
			if (type === 'string' && placeholder) expect(placeholder).toMatch(/^e\.g\. /);
			if (!['options', 'multiOptions'].includes(type) || !options || options.length < 5) continue;
			const names = options.map((option) => option.name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});

	test('has icons and a codex', () => {
		for (const owner of [description(), loader.credentialTypes[webhookCredentialType].type]) {
			expect(iconPathsOf(owner).map((path) => existsSync(path))).toEqual([true, true]);
		}
		const codex = readCodex(folder, `${folder}Trigger`);
		expect([codex.node, codex.categories.length > 0, codex.alias.includes('Webhook')]).toEqual([
			`${packageName}.${name}`,
			true,
			true,
		]);
	});

	test('reads the body itself, by an option that n8n knows', () => {
		expect(property('options')).toMatchObject({ type: 'hidden', default: { binaryData: true } });
	});

	test('has a URL for POST, in a test and when it is active', async () => {
		const run = { node: name, credentials: {}, parameters: {} };
		expect(await methodsOf(run)).toEqual(['POST']);
		expect(await methodsOf({ ...run, active: true })).toEqual(['POST']);
	});

	test('emits nothing by itself in a run without an event', () => {
		expect(nodeTypeOf(loader, name)).not.toHaveProperty('execute');
	});

	test('has every list of its resource locators, read from the vendor', async () => {
		const listSearch = nodeTypeOf(loader, name).methods?.listSearch ?? {};
		expect(usedLists(description().properties).sort()).toEqual(Object.keys(listSearch).sort());
		const credentials = { [credentialType]: trigger.credentialData(sandboxes[key].url) };
		for (const method of Object.keys(listSearch)) {
			const { results } = await searchList({ node: name, method, parameters: {}, credentials });
			expect([method, results.length > 0]).toEqual([method, true]);
		}
	});
});
