import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeCredentials, INodeParameters, INodeTypeDescription } from 'n8n-workflow';

import type { Sandboxes } from '../sandbox';
import type { Sandbox } from '../sandbox/server';
import { vendors } from '../vendors';
import type { TriggerSupport } from '../vendors';
import { packageName, timezone, workflowOf } from './';
import { casesOf } from './cases';
import { inEngine } from './engine';
import { given, possible } from './fields';
import { folder, observe, typeOf } from './saved';
import type { Recorded, Saved } from './saved';

type Vendor = (typeof vendors)[number];

/** Finds the description of a node by its name in the package. */
type FindDescription = (name: string) => INodeTypeDescription;

/** A workflow whose nodes did not run yet: what they are to do is known, but not what they did. */
interface Draft {
	file: string;
	saved: Omit<Saved, 'recorded'>;
	/** By the node's name. */
	planned: Record<string, Pick<Recorded, 'event' | 'type'>>;
}

/** The parameters as n8n's editor saves them: without defaults. */
const asEditorSaves = (description: INodeTypeDescription, node: INode): INodeParameters =>
	NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		false,
		false,
		node,
		description,
	) ?? {};

/** A line for each node and for what it did, so that a difference between versions shows which it is about. */
function format({ nodes, recorded, ...rest }: Saved): string {
	const property = ([name, value]: [string, unknown]) =>
		`${JSON.stringify(name)}: ${JSON.stringify(value)}`;
	const others = Object.entries(rest).map((entry) => `\t${property(entry)},\n`);
	const nodeLines = nodes.map((node) => `\t\t${JSON.stringify(node)}`);
	const recordedLines = Object.entries(recorded).map((entry) => `\t\t${property(entry)}`);
	return `{\n${others.join('')}\t"nodes": [\n${nodeLines.join(',\n')}\n\t],\n\t"recorded": {\n${recordedLines.join(',\n')}\n\t}\n}\n`;
}

const credentialOf = (type: string, name: string) => ({ id: type, name: `${name} (sandbox)` });

/** A workflow for each resource of each action node. */
function actionDrafts(
	{ key, name, credentialType, contract }: Vendor,
	find: FindDescription,
): Draft[] {
	const resources = [...new Set(contract.rows.map(({ resource }) => resource))];
	return resources.map((resource) => {
		const steps = contract.rows
			.filter((row) => row.resource === resource)
			.flatMap((row) => casesOf(row, find(contract.node)));
		const workflow = workflowOf({
			name: `${name}: ${resource}`,
			contract,
			steps,
			json: {},
			credential: credentialOf(credentialType, name),
		});
		return {
			file: `${key}-${resource}.json`,
			saved: { ...workflow, sandbox: key },
			planned: Object.fromEntries(steps.map((step) => [step.name, {}])),
		};
	});
}

/** @throws when a field or an option is in no case */
function requireAllFields(
	{ node, savedCases }: TriggerSupport,
	{ properties }: INodeTypeDescription,
) {
	const open = possible(properties);
	for (const { parameters } of savedCases) for (const name of given(parameters)) open.delete(name);
	if (open.size > 0) throw new Error(`${node}: no case has ${[...open].join(', ')}`);
}

/** A workflow with a node for each case of a trigger. */
function triggerDraft(vendor: Vendor, trigger: TriggerSupport, find: FindDescription): Draft {
	const { key, name: vendorName, credentialType } = vendor;
	const { node: type, savedCases } = trigger;
	requireAllFields(trigger, find(type));
	const credentials: INodeCredentials = {
		[credentialType]: credentialOf(credentialType, vendorName),
	};
	const isWebhook = trigger.kind === 'webhook';
	if (isWebhook)
		credentials[trigger.webhookCredentialType] = credentialOf(
			trigger.webhookCredentialType,
			`${vendorName} webhook`,
		);
	const nodes = savedCases.map(({ name, parameters }, index): INode => ({
		id: `step-${index}`,
		name,
		type: `${packageName}.${type}`,
		typeVersion: 1,
		position: [0, index * 160],
		parameters,
		...(isWebhook && { webhookId: `saved-${type.toLowerCase()}-${index}` }),
		credentials,
	}));
	// A webhook trigger without an event is saved for its parameters only.
	const planned = savedCases.filter(({ event }) => !isWebhook || event);
	return {
		file: `${key}-${type}.json`,
		saved: {
			name: `${vendorName}: ${type}`,
			nodes,
			connections: {},
			settings: { executionOrder: 'v1', timezone },
			sandbox: key,
		},
		planned: Object.fromEntries(
			planned.map(({ name, event, type: of }) => [name, { event, type: of }]),
		),
	};
}

/** Runs the nodes of a workflow and records what they do. */
async function record({ saved, planned }: Draft, sandbox: Sandbox): Promise<Saved> {
	const recorded: Saved['recorded'] = {};
	const workflow = { ...saved, recorded };
	for (const node of saved.nodes) {
		const plan = planned[node.name];
		if (!plan) continue;
		const seen = await observe(sandbox, node, plan, inEngine(sandbox, workflow)).catch(
			(error: Error) => {
				throw new Error(`"${node.name}": ${error.message}`);
			},
		);
		// A filter may leave no items, but then there were requests.
		if (seen.items === 0 && !seen.requests?.length) throw new Error(`"${node.name}" does nothing`);
		recorded[node.name] = { ...plan, ...seen };
	}
	return workflow;
}

/**
 * Makes the workflows by which later versions are checked, and writes them into the folder of the version.
 *
 * @throws when a field or an option is in no case, or a node fails
 */
export async function save(
	version: string,
	find: FindDescription,
	sandboxes: Sandboxes,
): Promise<{ files: number; nodes: number }> {
	const drafts = [
		...vendors.flatMap((vendor) => actionDrafts(vendor, find)),
		...vendors.flatMap((vendor) =>
			vendor.triggers.map((trigger) => triggerDraft(vendor, trigger, find)),
		),
	];
	const own = drafts.flatMap(({ saved }) =>
		saved.nodes.filter(({ type }) => type.startsWith(packageName)),
	);
	for (const node of own) node.parameters = asEditorSaves(find(typeOf(node)), node);
	const all: Array<{ file: string; saved: Saved }> = [];
	for (const draft of drafts)
		all.push({
			file: draft.file,
			saved: await record(draft, sandboxes[draft.saved.sandbox] as Sandbox),
		});
	mkdirSync(join(folder, version), { recursive: true });
	for (const { file, saved } of all) writeFileSync(join(folder, version, file), format(saved));
	return { files: all.length, nodes: own.length };
}
