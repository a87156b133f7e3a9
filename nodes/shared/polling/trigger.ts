import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';

import type { Vendor } from '../types';
import { shortDigest } from '../util/digest';
import { copyOf, isObject } from '../util/objects';

/** What a poll found. */
interface PollResult<State> {
	/** The json of each item, the oldest first. */
	items: IDataObject[];
	/** What the next poll needs; small, and plain JSON. */
	state: State;
}

/** How a poll detects that an event happened. */
export interface PollStrategy<State = unknown> {
	/** The values of the fields that select what is watched: with other values, watching begins anew. */
	scope: (context: IPollFunctions) => unknown[];
	/** Whether what was saved can be read by `poll`; another version, or something else, may have written it. */
	isState: (saved: unknown) => boolean;
	/** Finds what is new. @param state what the last poll saved; undefined the first time, when nothing is new */
	poll: (context: IPollFunctions, state: State | undefined) => Promise<PollResult<State>>;
	/** Real data to try a workflow with: what is there now, the newest first. */
	sample: (context: IPollFunctions) => Promise<IDataObject[]>;
}

/** An event at a vendor. */
export interface PollEvent extends PollStrategy {
	/** As in the Trigger On list. */
	name: string;
	/** Saved in workflows, and the item's `event` unless the item has one of its own. */
	value: string;
	description: string;
}

/** The field that selects the event. */
export function triggerOnField(events: readonly PollEvent[]): INodeProperties {
	const [{ value: first }] = events;
	return {
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		options: events.map(({ name, value, description }) => ({ name, value, description })),
		default: first,
	};
}

/**
 * What the descriptions of all polling triggers have in common, beside what n8n's linter wants written out in each class.
 *
 * @param properties which are copied: n8n adds Poll Times to those of each description
 */
export const pollingTriggerDescription = (properties: INodeProperties[]) =>
	({
		group: ['trigger'],
		version: 1,
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: copyOf(properties),
	}) satisfies Partial<INodeTypeDescription>;

/** What a polling trigger saves in the static data of its node. */
interface SavedPoll {
	/** A digest of the credential, the event and the event's scope. */
	scope: string;
	state: unknown;
}

/** The static data of polls under way. n8n starts a poll while one that takes longer than the interval is still running. */
const runningPolls = new WeakSet<object>();

const isSameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What the last poll with the same settings saved. @returns undefined where there is nothing, or nothing that can be read */
function readState(
	context: IPollFunctions,
	event: PollEvent,
	scope: string,
	saved: unknown,
): unknown {
	if (saved === undefined) return undefined;
	if (isObject(saved) && typeof saved.scope === 'string') {
		if (saved.scope !== scope) return undefined;
		if (event.isState(saved.state)) return saved.state;
	}
	context.logger.warn(
		`${context.getNode().name}: what the last poll saved cannot be read, so watching begins anew.`,
	);
	return undefined;
}

/** Polls once. @returns the json of the new items; none where another poll is under way */
async function pollOnce(context: IPollFunctions, vendor: Vendor, event: PollEvent) {
	const staticData = context.getWorkflowStaticData('node');
	if (runningPolls.has(staticData)) return [];
	runningPolls.add(staticData);
	try {
		const credentialId = context.getNode().credentials?.[vendor.credential]?.id;
		const scope = shortDigest(credentialId, event.value, ...event.scope(context));
		const saved = staticData.lastPoll;
		const previous = readState(context, event, scope, saved);
		const { items, state } = await event.poll(context, previous);
		const next: SavedPoll = { scope, state };
		// Unless it differs, nothing is assigned: n8n writes static data to its database when something was.
		if (!isSameJson(saved, next)) staticData.lastPoll = { ...next } as IDataObject;
		return items;
	} finally {
		runningPolls.delete(staticData);
	}
}

/** The json of the items of one call by n8n: what is new, or, in the editor, something to try a workflow with. */
async function findItems(
	context: IPollFunctions,
	vendor: Vendor,
	events: readonly PollEvent[],
): Promise<IDataObject[]> {
	const value = context.getNodeParameter('triggerOn') as string;
	const event = events.find((candidate) => candidate.value === value);
	if (!event) throw new NodeOperationError(context.getNode(), `Trigger On has no event "${value}"`);
	const items =
		context.getMode() === 'manual'
			? (await event.sample(context)).slice(0, 1)
			: await pollOnce(context, vendor, event);
	return items.map((json) => ({ event: value, ...json }));
}

/**
 * Makes the function that n8n calls at each poll. Its state is written in one go when everything was read, and n8n saves it
 * with the items: until then a failure or a restart leaves all as it was, and the next poll finds the same.
 *
 * @returns the function, which returns the new items in one output, or null when there are none
 */
export function createPoll(
	vendor: Vendor,
	events: readonly PollEvent[],
): NonNullable<INodeType['poll']> {
	return async function (this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const items = await findItems(this, vendor, events).catch((error: Error) => {
			// n8n logs the message of a poll that failed, and nothing that names the node.
			this.logger.error(`${this.getNode().name}: ${error.message}`);
			throw error;
		});
		return items.length === 0 ? null : [items.map((json) => ({ json }))];
	};
}
