import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeCredentialDescription } from 'n8n-workflow';

import { loadPackage, packageName, root, searchList } from '../support/engine';
import { methodsOf } from '../support/engine/webhook';
import { startSandboxes } from '../support/sandbox';
import { vendors } from '../support/vendors';
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
		trigger.kind === 'webhook' ? [{ ...trigger, key, folder, credentialType, credentialData }] : [],
	),
);

describe.each(triggers)('$node', ({ key, folder, node: name, credentialType, ...trigger }) => {
	const { webhookCredentialType, itemKey } = trigger;
	const all = (properties: any[]): any[] =>
		properties.flatMap((property) => [
			property,
			...(property.type === 'collection' ? all(property.options) : []),
		]);
	const description = () => loader.nodeTypes[name].type.description;
	const property = (wanted: string) =>
		all(description().properties).find((candidate) => candidate.name === wanted);

	test('is a trigger that is called, and no tool', () => {
		expect(description()).toMatchObject({
			group: ['trigger'],
			inputs: [],
			outputs: ['main'],
			webhooks: [{ name: 'default', path: 'webhook', responseMode: 'onReceived' }],
		});
		expect([description().usableAsTool, description().polling]).toEqual([undefined, undefined]);
		expect(description().credentials.map(({ name: type, required }) => [type, required])).toEqual([
			[webhookCredentialType, true],
			[credentialType, false],
		]);
	});

	test('begins with how to set it up: where, with which URL, and what to tick', () => {
		const [notice] = description().properties;
		expect(notice.type).toBe('notice');
		for (const words of [/Production URL/, /Test URL/, /\?token=/, /Activate|activate/])
			expect(notice.displayName).toMatch(words);
		expect(property('triggerOn').displayName).toBe('Trigger On');
		expect(property('authentication').default).toEqual(['queryToken']);
	});

	test('reads as n8n reads', () => {
		for (const {
			name: key,
			type,
			displayName,
			description: words = '',
			placeholder,
			options,
		} of all(description().properties)) {
			if (type === 'hidden' || type === 'notice') continue;
			expect([key, displayName]).toEqual([key, expect.stringMatching(/^[A-Z]/)]);
			expect([key, words]).toEqual([
				key,
				type === 'collection' ? '' : expect.stringMatching(/^[A-Z]/),
			]);
			if (type === 'boolean') expect(words).toMatch(/^Whether /);
			if (type === 'string' && placeholder) expect(placeholder).toMatch(/^e\.g\. /);
			if (!['options', 'multiOptions'].includes(type) || options.length < 5) continue;
			const names = options.map((option: any) => option.name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});

	test('has the icons of its vendor, and a codex', () => {
		for (const owner of [description(), loader.credentialTypes[webhookCredentialType].type]) {
			const paths = Object.values(owner.iconUrl).map((url: any) =>
				url.replace(/^icons\/[^/]+\//, ''),
			);
			expect(paths.map((path) => existsSync(join(root, path)))).toEqual([true, true]);
		}
		const codex = JSON.parse(
			readFileSync(join(root, `dist/nodes/${folder}/${folder}Trigger.node.json`), 'utf8'),
		);
		expect([codex.node, codex.categories.length > 0, codex.alias.includes('Webhook')]).toEqual([
			`${packageName}.${name}`,
			true,
			true,
		]);
	});

	test('leaves the body to the node, by the name that n8n knows', () => {
		expect(property('options')).toMatchObject({ type: 'hidden', default: { binaryData: true } });
	});

	test('has its URL for POST requests, in a test and in production', async () => {
		const run = { node: name, credentials: {}, parameters: {} };
		expect(await Promise.all([run, { ...run, active: true }].map(methodsOf))).toEqual([
			['POST'],
			['POST'],
		]);
	});

	test('emits nothing by itself in a run without an event', () => {
		expect('execute' in loader.nodeTypes[name].type).toBe(false);
	});

	test('every list of a locator exists, and reads from the vendor', async () => {
		const { listSearch } = loader.nodeTypes[name].type.methods;
		const used = all(description().properties).filter(({ type }) => type === 'resourceLocator');
		expect(used.map(({ modes: [list] }) => list.typeOptions.searchListMethod).sort()).toEqual(
			Object.keys(listSearch).sort(),
		);
		const credentials = { [credentialType]: trigger.credentialData(sandboxes[key].url) };
		for (const method of Object.keys(listSearch)) {
			const { results } = await searchList({ node: name, method, parameters: {}, credentials });
			expect([method, results.length > 0]).toEqual([method, true]);
		}
	});
});
