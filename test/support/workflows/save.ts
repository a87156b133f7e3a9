/** Makes the workflows that a version of the package is to be remembered by. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import { casesOf } from './cases';
import { inEngine } from './engine';
import { given, possible } from './fields';
import { vendors } from '../vendors';
import { packageName, workflowOf } from './';
import { folder, observe, typeOf } from './saved';
import type { Saved } from './saved';
import type { Sandboxes } from '../sandbox';

/** The parameters as n8n's editor saves them: without what is as it is at first. */
const asEditorSaves = (description: any, node: any) =>
	NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		false,
		false,
		node,
		description,
	);

/**
 * A line for each node, and for what it did: whoever looks at a change sees which it is about.
 */
function written({ nodes, recorded, ...rest }: Saved) {
	const lines = nodes.map((node) => `\t\t${JSON.stringify(node)}`);
	const seen = Object.entries(recorded).map(
		([name, one]) => `\t\t${JSON.stringify(name)}: ${JSON.stringify(one)}`,
	);
	const others = Object.entries(rest).map(
		([name, value]) => `\t${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
	);
	return `{\n${others.join('')}\t"nodes": [\n${lines.join(',\n')}\n\t],\n\t"recorded": {\n${seen.join(',\n')}\n\t}\n}\n`;
}

const credential = (type: string, name: string) => ({
	[type]: { id: type, name: `${name} (sandbox)` },
});

/**
 * @param find a description
 * @returns not yet recorded
 */
function actions(find: (name: string) => any): Array<{ file: string; saved: Saved }> {
	return vendors.flatMap(({ key, name: vendor, credentialType: type, contract }) =>
		[...new Set(contract.rows.map((row) => row.resource))].map((resource) => {
			const steps = contract.rows
				.filter((row) => row.resource === resource)
				.flatMap((row) => casesOf(row, find(contract.node)));
			const workflow = workflowOf({
				name: `${vendor}: ${resource}`,
				contract,
				steps,
				json: {},
				credential: credential(type, vendor)[type],
			});
			const recorded = Object.fromEntries(steps.map(({ name }) => [name, {} as any]));
			return { file: `${key}-${resource}.json`, saved: { ...workflow, sandbox: key, recorded } };
		}),
	);
}

/** @returns not yet recorded */
function starters(find: (name: string) => any): Array<{ file: string; saved: Saved }> {
	const triggers = vendors.flatMap((vendor) =>
		vendor.triggers.map((trigger) => ({ vendor, trigger })),
	);
	return triggers.map(({ vendor: { key, name: vendor, credentialType: own }, trigger }) => {
		const { node: type, savedCases: cases } = trigger;
		const secrets = trigger.kind === 'webhook' ? trigger.webhookCredentialType : undefined;
		const open = possible(find(type).properties);
		for (const { parameters } of cases) for (const thing of given(parameters)) open.delete(thing);
		if (open.size > 0) throw new Error(`${type}: no case has ${[...open].join(', ')}`);
		const nodes = cases.map(({ name, parameters }, index) => ({
			id: `step-${index}`,
			name,
			type: `${packageName}.${type}`,
			typeVersion: 1,
			position: [0, index * 160],
			parameters,
			...(secrets && { webhookId: `saved-${type.toLowerCase()}-${index}` }),
			credentials: {
				...credential(own, vendor),
				...(secrets && credential(secrets, `${vendor} webhook`)),
			},
		}));
		// One that nobody calls is kept for its parameters.
		const recorded = Object.fromEntries(
			cases
				.filter(({ event }) => !secrets || event)
				.map((one) => [one.name, { event: one.event, type: one.type } as any]),
		);
		const settings = { executionOrder: 'v1', timezone: 'Asia/Tashkent' };
		return {
			file: `${key}-${type}.json`,
			saved: {
				name: `${vendor}: ${type}`,
				nodes,
				connections: {},
				settings,
				sandbox: key,
				recorded,
			},
		};
	});
}

/**
 * Writes them.
 *
 * @param find the description of a node by its name in the package
 * @throws when a field or an option is in no case, or a node fails
 */
export async function save(
	version: string,
	find: (name: string) => any,
	sandboxes: Sandboxes,
): Promise<{ files: number; nodes: number }> {
	const all = [...actions(find), ...starters(find)];
	let count = 0;
	for (const { saved } of all) {
		const sandbox = sandboxes[saved.sandbox];
		for (const node of saved.nodes) {
			if (!node.type.startsWith(packageName)) continue;
			node.parameters = asEditorSaves(find(typeOf(node)), node);
			count += 1;
			const recorded = saved.recorded[node.name];
			if (!recorded) continue;
			const seen = await observe(sandbox, node, recorded, inEngine(sandbox, saved)).catch(
				(error) => {
					throw new Error(`"${node.name}": ${error.message}`);
				},
			);
			// A filter may leave nothing over.
			if (seen.items === 0 && !seen.requests?.length)
				throw new Error(`"${node.name}" does nothing`);
			saved.recorded[node.name] = { ...recorded, ...seen };
		}
	}
	mkdirSync(join(folder, version), { recursive: true });
	for (const { file, saved } of all) writeFileSync(join(folder, version, file), written(saved));
	return { files: all.length, nodes: count };
}
