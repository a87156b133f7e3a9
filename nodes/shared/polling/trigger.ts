import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	IPollFunctions,
} from 'n8n-workflow';

import type { Vendor } from '../types';
import { shortDigest } from '../util/digest';

/** What a poll found. */
export interface PollResult<State> {
	/** The json of each new thing, the oldest first. */
	items: IDataObject[];
	/** What the next poll must know; small, and plain JSON. */
	state: State;
}

/** How a poll notices that something happened. */
export interface PollStrategy<State = unknown> {
	/** The values of the fields that say what is watched: with others, watching begins anew. */
	scope: (context: IPollFunctions) => unknown[];
	/** Looks what is new. @param state what the last poll left; undefined the first time, when nothing is */
	poll: (context: IPollFunctions, state: State | undefined) => Promise<PollResult<State>>;
	/** Something real to try a workflow with: what is there now, the newest first. */
	sample: (context: IPollFunctions) => Promise<IDataObject[]>;
}

/** Something that happens at a vendor. */
export interface PollEvent extends PollStrategy {
	/** As in the Trigger On list. */
	name: string;
	/** Saved in workflows, and the item's `event` unless the item has one of its own. */
	value: string;
	description: string;
}

/** The field that chooses the event. */
export function triggerOnField(events: readonly PollEvent[]): INodeProperties {
	const [{ value: first }] = events;
	return {
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		options: events.map(({ name, value, description }): INodePropertyOptions => ({
			name,
			value,
			description,
		})),
		default: first,
	};
}

/** Polls under way. A poll that takes longer than the interval meets the next one, which finds nothing to do then (engine). */
const runningPolls = new WeakSet<object>();

/** Whether two values are the same JSON. */
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * What n8n calls at each poll. What the poll must remember is written in one go when everything was read, and n8n saves it
 * with the items (engine): until then a failure or a restart leaves all as it was, and the next poll finds the same.
 *
 * @returns the function, which gives n8n the new things in one output, or null when there is nothing new
 */
export function createPoll(vendor: Vendor, events: readonly PollEvent[]) {
	return async function (this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const value = this.getNodeParameter('triggerOn') as string;
		const event = events.find((candidate) => candidate.value === value);
		if (!event) throw new NodeOperationError(this.getNode(), `Trigger On has no event "${value}"`);
		const output = (items: IDataObject[]) =>
			items.length === 0 ? null : [items.map((json) => ({ json: { event: value, ...json } }))];
		if (this.getMode() === 'manual') return output((await event.sample(this)).slice(0, 1));

		const staticData = this.getWorkflowStaticData('node');
		if (runningPolls.has(staticData)) return null;
		runningPolls.add(staticData);
		try {
			const of = shortDigest(
				this.getNode().credentials?.[vendor.credential]?.id,
				value,
				...event.scope(this),
			);
			const last = staticData.polled as { of: string; state: unknown } | undefined;
			const { items, state } = await event.poll(this, last?.of === of ? last.state : undefined);
			if (!same(last, { of, state })) staticData.polled = { of, state } as IDataObject;
			return output(items);
		} finally {
			runningPolls.delete(staticData);
		}
	};
}
