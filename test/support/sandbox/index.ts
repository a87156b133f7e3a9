/** The sandboxes of all vendors together: strict servers on loopback that stand in for the vendors. */

import { vendors } from '../vendors';
import { startSandbox } from './server';
import type { Sandbox } from './server';
import type { RegisteredVendor, VendorKey } from '../vendors';

type StateOf<Vendor extends RegisteredVendor> = ReturnType<Vendor['sandbox']['seed']>;

/** A running sandbox for each vendor, by its key. */
export type Sandboxes = {
	readonly [Vendor in RegisteredVendor as Vendor['key']]: Sandbox<StateOf<Vendor>>;
} & {
	/** Ends all of them. */
	close: () => Promise<void>;
};

/**
 * Starts the sandboxes of all vendors on 127.0.0.1.
 *
 * @param options `ports`: a free one where left out
 * @throws when a port is taken; no sandbox is left running then
 */
export async function startSandboxes({
	ports = {},
}: { ports?: Partial<Record<VendorKey, number>> } = {}): Promise<Sandboxes> {
	const started: Array<[VendorKey, Sandbox]> = [];
	const close = async () => {
		await Promise.all(started.map(([, sandbox]) => sandbox.close()));
	};
	try {
		for (const { key, sandbox } of vendors)
			started.push([key, await startSandbox(sandbox, ports[key])]);
	} catch (error) {
		await close();
		throw error;
	}
	return { ...(Object.fromEntries(started) as Record<VendorKey, Sandbox>), close } as Sandboxes;
}

/**
 * What a user without an account enters to use the sandboxes.
 *
 * @returns for each vendor, by name, the display name and the value of each field of its credential
 */
export const credentials = (sandboxes: Sandboxes): Record<string, Record<string, string>> =>
	Object.fromEntries(
		vendors.map(({ key, name, credential, credentialData }) => [
			name,
			Object.fromEntries(
				Object.entries(credentialData(sandboxes[key].url)).map(([field, value]) => [
					credential.properties.find((property) => property.name === field)?.displayName ?? field,
					value,
				]),
			),
		]),
	);

export type { Sandbox } from './server';
