/**
 * The workflows that were saved with a version of the package, with what they did then: the requests that reached the
 * vendor, how many items came, and which fields those had. A saved workflow does the same with every later version.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { INode } from 'n8n-workflow';

import { onWire } from '../contract/rows';
import type { Sandbox } from '../sandbox/server';
import { vendors } from '../vendors';
import type { VendorKey } from '../vendors';
import type { SandboxEvent } from '../vendors/types';
import { makeReady, nameOf, packageName, requestsOf } from './';
import type { WorkflowData } from './';

/** A request without what differs from run to run. */
interface SavedRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	body?: unknown;
}

/** What a node did. */
export interface Recorded {
	/** Left out for a webhook trigger, whose requests name what the event has made. */
	requests?: SavedRequest[];
	/** The number of items. */
	items: number;
	/** The keys of the first item. */
	keys: string[];
	/** The event of the sandbox, for a webhook trigger. */
	event?: SandboxEvent;
	/** The type of webhook that reports the event. */
	type?: string;
}

export interface Saved extends WorkflowData {
	sandbox: VendorKey;
	/** By the node's name. */
	recorded: Record<string, Recorded>;
}

export interface SavedFile {
	version: string;
	/** The path below the folder. */
	file: string;
	saved: Saved;
}

/**
 * Runs a node, or calls it with the body of an event.
 *
 * @returns the json of its items
 * @throws what the node throws
 */
export type Perform = (node: INode, body?: unknown) => Promise<object[]>;

export const folder = join(__dirname, '..', '..', 'e2e', 'upgrade');

/** Reads the saved workflows, those of the oldest version first. */
export function readSaved(): SavedFile[] {
	const versions = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort(new Intl.Collator('en', { numeric: true }).compare);
	return versions.flatMap((version) =>
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

/** The name in the package of a node's type. */
export const typeOf = ({ type }: Pick<INode, 'type'>): string => type.slice(packageName.length + 1);

/** Brings the vendor into the state before the node ran. */
function prepareFor(sandbox: Sandbox, node: INode) {
	// A saved name begins with the name of the row that it was made of.
	const row = vendors
		.filter(({ key }) => key === typeOf(node))
		.flatMap(({ contract }) => contract.rows)
		.find((candidate) => node.name.split(':')[0] === nameOf(candidate));
	makeReady(sandbox, row);
}

/** The body that the vendor posts for an event. */
async function bodyOf(
	sandbox: Sandbox,
	event: SandboxEvent,
	type: string | undefined,
): Promise<unknown> {
	await sandbox.happen('setWebhook', {
		url: `${sandbox.url}/__sandbox/inbox`,
		...(type && { type }),
		keywords: ['refund'],
	});
	await sandbox.happen(...event);
	const [body] = sandbox.webhookSender.inbox;
	if (body === undefined) throw new Error(`the sandbox sends nothing at ${JSON.stringify(event)}`);
	return body;
}

const toSavedRequest = (request: Parameters<typeof onWire>[0]): SavedRequest =>
	JSON.parse(JSON.stringify(onWire(request)));

/**
 * Lets a node do what it was saved for.
 *
 * @throws what the node throws, and when the vendor refused a request
 */
export async function observe(
	sandbox: Sandbox,
	node: INode,
	recorded: Pick<Recorded, 'event' | 'type'> | undefined,
	perform: Perform,
): Promise<Recorded> {
	prepareFor(sandbox, node);
	const body = recorded?.event && (await bodyOf(sandbox, recorded.event, recorded.type));
	const items = await perform(node, body);
	const requests = requestsOf(sandbox);
	const refused = requests.find(({ handled }) => !handled);
	if (refused)
		throw new Error(`the vendor refused ${refused.method} ${refused.url}: ${refused.refused}`);
	return {
		...(!recorded?.event && { requests: requests.map(toSavedRequest) }),
		items: items.length,
		keys: Object.keys(items[0] ?? {}).sort(),
	};
}

const format = (request: SavedRequest | undefined) =>
	request === undefined ? 'nothing' : JSON.stringify(request);

/** Whether a request reads a further page of the list that another one read: a list may be read until a page is empty. */
function isFurtherPage(
	first: SavedRequest | undefined,
	request: SavedRequest | undefined,
): boolean {
	if (!first || request?.method !== 'GET' || request.path !== first.path) return false;
	const { offset: from, ...query } = (first.query ?? {}) as Record<string, unknown>;
	const { offset: to, ...further } = (request.query ?? {}) as Record<string, unknown>;
	return Number(to) > Number(from) && isDeepStrictEqual(query, further);
}

/** The first request that is another one than before. */
function requestDifference(
	before: SavedRequest[] = [],
	now: SavedRequest[] = [],
): string | undefined {
	const count = Math.max(before.length, now.length);
	for (let index = 0; index < count; index += 1)
		if (
			!isDeepStrictEqual(before[index], now[index]) &&
			!(before[index] === undefined && isFurtherPage(before.at(-1), now[index]))
		)
			return `request ${index + 1} is ${format(now[index])} instead of ${format(before[index])}`;
	return undefined;
}

function differences(before: Recorded, now: Recorded): string[] {
	const request = requestDifference(before.requests, now.requests);
	// A further field takes nothing from the nodes behind.
	const missing = before.keys.filter((key) => !now.keys.includes(key));
	return [
		...(request ? [request] : []),
		...(before.items === now.items
			? []
			: [`it gives ${now.items} items instead of ${before.items}`]),
		...(missing.length > 0 ? [`its items have no ${missing.join(', ')} any more`] : []),
	];
}

/**
 * Runs what is recorded of a workflow again.
 *
 * @returns a line for each difference, with the node's name before it
 */
export async function replay(sandbox: Sandbox, saved: Saved, perform: Perform): Promise<string[]> {
	const found: string[] = [];
	for (const [name, recorded] of Object.entries(saved.recorded)) {
		const node = saved.nodes.find((candidate) => candidate.name === name);
		if (!node) throw new Error(`"${name}" is no node of the workflow`);
		const problems = await observe(sandbox, node, recorded, perform).then(
			(now) => differences(recorded, now),
			(error: Error) => [error.message],
		);
		found.push(...problems.map((problem) => `"${name}": ${problem}`));
	}
	return found;
}
