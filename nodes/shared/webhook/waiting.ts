import { sleep } from 'n8n-workflow';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Source } from './source';
import { look, settle } from './verify';
import type { Pending } from './verify';

/** How many events of a trigger may wait, and how much they may take in all, in characters. */
const MOST_WAITING = 1_000;
const LARGEST_ROOM = 8_388_608;
/** How many events are looked at in the same moment, by calls of their own and by a keeper, and how many in one round. */
const AT_ONCE = 10;
const MOST_A_ROUND = 50;

/**
 * The events of one trigger about which the vendor could not be asked, or knows nothing yet. As long as a call is not done,
 * n8n keeps 14 MB for it (measured: 2.41), so one call at a time stays, the keeper, and waits for all of them.
 */
interface Room {
	entries: Array<{ pending: Pending; size: number }>;
	size: number;
	keeper?: IWebhookFunctions;
	/** Whether the keeper rests, and has events that could start the workflow if somebody else waited for the others. */
	ready: boolean;
}

const rooms = new Map<string, Room>();

/** How many calls are looking at their event by themselves. */
let looking = 0;

const keyOf = (context: IWebhookFunctions) =>
	[context.getWorkflow().id, context.getNode().id, context.getMode()].join(' ');

/** Whether another event may come to a trigger. One that may not is the vendor's to send again. */
export function hasRoom(context: IWebhookFunctions): boolean {
	const room = rooms.get(keyOf(context));
	return !room || (room.entries.length < MOST_WAITING && room.size < LARGEST_ROOM);
}

/** Looks at the entries that are due, those that are so for longest first. @returns what starts the workflow */
async function round(
	context: IWebhookFunctions,
	source: Source,
	room: Room,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	const now = performance.now();
	const due = room.entries
		.filter(({ pending }) => pending.due <= now)
		.sort((one, other) => one.pending.due - other.pending.due);
	for (let start = 0; start < Math.min(due.length, MOST_A_ROUND); start += AT_ONCE) {
		const some = due.slice(start, start + AT_ONCE);
		const verdicts = await Promise.all(
			some.map(async ({ pending }) => await look(context, source, pending)),
		);
		for (const [index, verdict] of verdicts.entries()) {
			if (verdict === 'later') continue;
			const entry = some[index];
			room.entries.splice(room.entries.indexOf(entry), 1);
			room.size -= entry.size;
			items.push(...settle(context, source, entry.pending, verdict));
		}
	}
	return items;
}

/** Waits for the entries of a room until there are none, or until another call does so. @returns what starts the workflow */
async function keep(
	context: IWebhookFunctions,
	source: Source,
	room: Room,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	room.keeper = context;
	try {
		while (room.entries.length > 0) {
			room.ready = items.length > 0;
			const next = Math.min(...room.entries.map(({ pending }) => pending.due));
			await sleep(Math.max(0, next - performance.now()));
			if (room.keeper !== context) return items;
			room.ready = false;
			items.push(...(await round(context, source, room)));
		}
	} finally {
		if (room.keeper === context) room.keeper = undefined;
	}
	return items;
}

/**
 * Reads an event back, at once or as soon as the vendor can be asked.
 *
 * @returns what starts the workflow: the event, nothing, or, when other events had to wait, some or all of them
 */
export async function check(
	context: IWebhookFunctions,
	source: Source,
	pending: Pending,
): Promise<IDataObject[]> {
	if (looking < AT_ONCE) {
		looking += 1;
		const verdict = await look(context, source, pending).finally(() => (looking -= 1));
		if (verdict !== 'later') return settle(context, source, pending, verdict);
	}
	const key = keyOf(context);
	const room = rooms.get(key) ?? { entries: [], size: 0, ready: false };
	const size = JSON.stringify([pending.event, pending.extra]).length;
	room.entries.push({ pending, size });
	room.size += size;
	rooms.set(key, room);
	if (room.keeper && !room.ready) return [];
	const items = await keep(context, source, room);
	if (room.entries.length === 0 && rooms.get(key) === room) rooms.delete(key);
	return items;
}
