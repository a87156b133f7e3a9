/** The example workflows. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { VendorKey, VendorSupport } from '../../test/support/vendors';
import type { CredentialReference, Workflow, WorkflowNode } from './client';
import { UserError } from './userError';

export type Vendor = VendorSupport<VendorKey>;

/** Credentials in n8n, by type. */
export type Credentials = Map<string, CredentialReference>;

/**
 * Reads the workflows in the .json files of a folder, in the order of their names.
 *
 * @throws {UserError} Naming the file that holds no workflow.
 */
export async function readExamples(folder: string): Promise<Workflow[]> {
	const files = await readdir(folder).catch(() => []);
	const names = files.filter((name) => name.endsWith('.json')).sort();
	if (names.length === 0) throw new UserError(`There is no example workflow in ${folder}.`);
	return await Promise.all(
		names.map(async (name) => {
			try {
				const workflow = JSON.parse(await readFile(join(folder, name), 'utf8'));
				if (!workflow.name || !Array.isArray(workflow.nodes))
					throw new Error('a workflow has a name and nodes');
				return workflow;
			} catch (error) {
				throw new UserError(`${join(basename(folder), name)}: ${(error as Error).message}`);
			}
		}),
	);
}

/** @throws {UserError} When the workflow belongs to none of the vendors. */
export function vendorOf(workflow: Workflow, vendors: readonly Vendor[]): Vendor {
	const vendor = vendors.find(({ name }) => workflow.name.startsWith(`${name}:`));
	if (vendor) return vendor;
	const prefixes = vendors.map(({ name }) => `"${name}:"`).join(' or ');
	throw new UserError(`"${workflow.name}" must begin with ${prefixes}.`);
}

/** Replaces the credentials of an example by those of the same type: n8n gives a credential a new id. */
export function withCredentials(workflow: Workflow, credentials: Credentials): Workflow {
	const nodes = workflow.nodes.map((node) => {
		if (!node.credentials) return node;
		const entries = Object.entries(node.credentials);
		const replaced = entries.map(([type, given]) => [type, credentials.get(type) ?? given]);
		return { ...node, credentials: Object.fromEntries(replaced) };
	});
	return { ...workflow, nodes };
}

/** The name of the node to start from. */
export function startNodeOf({ name, nodes }: Workflow): string {
	const manual = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const trigger = manual ?? nodes.find(({ type }) => /trigger$/i.test(type));
	if (!trigger) throw new UserError(`"${name}" has no trigger to start from.`);
	return trigger.name;
}

const isPackageTrigger = ({ type }: WorkflowNode): boolean =>
	/^n8n-nodes-chat-platforms\.\w+Trigger$/.test(type);

export const isStartedByWebhook = ({ nodes }: Workflow): boolean =>
	nodes.some(isPackageTrigger) &&
	nodes.every(({ type }) => type !== 'n8n-nodes-base.manualTrigger');
