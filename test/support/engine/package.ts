import { join } from 'node:path';
import { Container } from '@n8n/di';
import { InstanceSettings, PackageDirectoryLoader } from 'n8n-core';
import { injectDomainRestrictionFields } from 'n8n-workflow';
import type { INodeType } from 'n8n-workflow';

import manifest from '../../../package.json';

export const root = join(__dirname, '..', '..', '..');
export const packageName = manifest.name;

// n8n-core's loader reads these settings from the container.
void Container.get(InstanceSettings);

let loading: Promise<PackageDirectoryLoader> | undefined;

async function load(): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(root);
	await loader.loadAll();
	// n8n's server adds these fields too: an owner may limit where a credential is used.
	for (const { type } of Object.values(loader.credentialTypes))
		type.properties = injectDomainRestrictionFields(type);
	return loader;
}

/** Loads the built package as n8n does, once in a process. */
export async function loadPackage(): Promise<PackageDirectoryLoader> {
	return await (loading ??= load());
}

/**
 * Finds a node of the package.
 *
 * @param name in the package, e.g. `selarti`
 * @throws when the package has no such node
 */
export function nodeTypeOf(loader: PackageDirectoryLoader, name: string): INodeType {
	const found = loader.nodeTypes[name];
	if (!found) throw new Error(`the package has no node ${name}`);
	if ('nodeVersions' in found.type) throw new Error(`the node ${name} has versions of its own`);
	return found.type;
}
