/** n8n loads the nodes again when any package is installed, and changes the descriptions that it is handed. */

import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType } from 'n8n-workflow';

import manifest from '../../package.json';
import { loadPackage, nodeTypeOf, root } from '../support/engine';

type Made = Partial<INodeType> & Partial<ICredentialType>;

/** What n8n makes of each class of the package, by its file. */
const classes = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => {
	const name = file.replace(/^.*\/|\..*$/g, '');
	const loaded = jest.requireActual<Record<string, new () => Made>>(`../../${file}`);
	return { name, make: () => new loaded[name]() };
});

/** Every list and object in a value. */
function objectsIn(value: unknown, found = new Set<object>()): Set<object> {
	if (typeof value !== 'object' || value === null || found.has(value)) return found;
	found.add(value);
	for (const inner of Object.values(value)) objectsIn(inner, found);
	return found;
}
const handedTo = ({ description, properties, test, authenticate }: Made) =>
	objectsIn([description, properties, test, authenticate]);

test.each(classes)(
	'$name is described anew each time, and shares nothing with others',
	({ make }) => {
		const [first, again] = [handedTo(make()), handedTo(make())];
		expect([...again].filter((object) => first.has(object))).toEqual([]);
		expect(first.size).toBeGreaterThan(5);
	},
);

test('no class shares an object with another', () => {
	const seen = new Set<object>();
	for (const { make } of classes)
		for (const object of handedTo(make())) {
			expect(seen.has(object)).toBe(false);
			seen.add(object);
		}
});

test('Poll Times stands once in each polling trigger, however often n8n loads the package', async () => {
	await loadPackage();
	for (let count = 0; count < 3; count += 1) {
		const loader = new PackageDirectoryLoader(root);
		await loader.loadAll();
		for (const trigger of ['anyComTrigger', 'naxonAiPollingTrigger', 'vardastTrigger']) {
			const names = nodeTypeOf(loader, trigger).description.properties.map(({ name }) => name);
			expect(names.filter((name) => name === 'pollTimes')).toEqual(['pollTimes']);
		}
	}
});
