/**
 * The workflows that were saved with a version of the package, with what they did then: the requests that reached the
 * vendor, how many items came, and which fields those had. A saved workflow does the same with every later version.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { onWire } from '../contract/rows';
import { vendors } from '../vendors';
import { makeReady, nameOf, packageName, requestsOf } from './';
import type { Sandbox } from '../sandbox/server';
import type { VendorKey } from '../vendors';
import type { SandboxEvent } from '../vendors/types';

/** what a node did */
export interface Recorded {
	/** left out where they name what was made a moment ago */
	requests?: Array<{ method: string; path: string; query: Record<string, string>; body?: any }>;
	items: number;
	/** of the first item */
	keys: string[];
	/** for a trigger that a vendor calls: what happened there */
	event?: SandboxEvent;
	/** and the type of webhook */
	type?: string;
}

export interface Saved {
	name: string;
	sandbox: VendorKey;
	nodes: any[];
	connections: any;
	settings: any;
	/** by the node's name */
	recorded: Record<string, Recorded>;
}

/**
 * runs a node, or calls it with an event's body, and gives the
 * json of its items; throws what the node throws
 */
export type Perform = (node: any, body?: any) => Promise<any[]>;

export const folder = join(__dirname, '..', '..', 'e2e', 'upgrade');

/** @returns the oldest version first */
export function readSaved(): Array<{ version: string; file: string; saved: Saved }> {
	const versions = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	return versions.sort(new Intl.Collator('en', { numeric: true }).compare).flatMap((version) =>
		readdirSync(join(folder, version))
			.filter((name) => name.endsWith('.json'))
			.sort()
			.map((name) => ({
				version,
				file: `${version}/${name}`,
				saved: JSON.parse(readFileSync(join(folder, version, name), 'utf8')),
			})),
	);
}

/** @returns the node's name in the package */
export const typeOf = ({ type }: any): string => type.slice(packageName.length + 1);

/** The vendor as it was before a node ran. */
function prepareFor(sandbox: Sandbox, node: any) {
	// A saved name begins with the name of the row that it was made of.
	const row = vendors
		.filter(({ key }) => key === typeOf(node))
		.flatMap(({ contract }) => contract.rows)
		.find((candidate) => node.name.split(':')[0] === nameOf(candidate));
	makeReady(sandbox, row);
}

/** What the vendor posts when something happens. */
async function bodyOf(sandbox: Sandbox, { event, type }: Recorded) {
	await sandbox.happen('setWebhook', {
		url: `${sandbox.url}/__sandbox/inbox`,
		...(type && { type }),
		keywords: ['refund'],
	});
	await sandbox.happen(...(event as SandboxEvent));
	const [body] = sandbox.postman.inbox;
	if (body === undefined) throw new Error(`the sandbox sends nothing at ${JSON.stringify(event)}`);
	return body;
}

/** Lets a node do what it was saved for. */
export async function observe(
	sandbox: Sandbox,
	node: any,
	recorded: Recorded | undefined,
	perform: Perform,
): Promise<Recorded> {
	prepareFor(sandbox, node);
	const body = recorded?.event && (await bodyOf(sandbox, recorded));
	const items = await perform(node, body);
	const refused = requestsOf(sandbox).find(({ handled }) => !handled);
	if (refused)
		throw new Error(`the vendor refused ${refused.method} ${refused.url}: ${refused.refused}`);
	const requests = requestsOf(sandbox).map((request) =>
		JSON.parse(JSON.stringify(onWire(request))),
	);
	return {
		...(!recorded?.event && { requests }),
		items: items.length,
		keys: Object.keys(items[0] ?? {}).sort(),
	};
}

const written = (request: any) => (request === undefined ? 'nothing' : JSON.stringify(request));

/** @returns what is not as it was */
function differences(before: Recorded, now: Recorded): string[] {
	const found: string[] = [];
	const count = Math.max(before.requests?.length ?? 0, now.requests?.length ?? 0);
	for (let index = 0; index < count; index += 1) {
		const [old, fresh] = [before.requests?.[index], now.requests?.[index]];
		if (isDeepStrictEqual(old, fresh)) continue;
		found.push(`request ${index + 1} is ${written(fresh)} instead of ${written(old)}`);
		break;
	}
	if (before.items !== now.items)
		found.push(`it gives ${now.items} items instead of ${before.items}`);
	// A field more takes nothing from the nodes behind.
	const gone = before.keys.filter((key) => !now.keys.includes(key));
	if (gone.length > 0) found.push(`its items have no ${gone.join(', ')} any more`);
	return found;
}

/**
 * Runs what is recorded of a workflow once more.
 *
 * @returns what is not as it was, with the node's name before it
 */
export async function replay(sandbox: Sandbox, saved: Saved, perform: Perform): Promise<string[]> {
	const found: string[] = [];
	for (const [name, recorded] of Object.entries(saved.recorded)) {
		const node = saved.nodes.find((candidate) => candidate.name === name);
		const now = await observe(sandbox, node, recorded, perform).catch((error) => error as Error);
		found.push(
			...(now instanceof Error ? [now.message] : differences(recorded, now)).map(
				(words) => `"${name}": ${words}`,
			),
		);
	}
	return found;
}
