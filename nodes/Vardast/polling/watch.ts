import { NodeApiError } from 'n8n-workflow';
import type { IDataObject, IPollFunctions, JsonObject } from 'n8n-workflow';

import type { Entry } from '../../shared/polling/listReader';
import { initialize, readNewEntries } from '../../shared/polling/newEntries';
import { openPages } from '../../shared/polling/pageOrder';
import {
	addSeen,
	byTime,
	EMPTY,
	parse,
	querySeen,
	serialize,
} from '../../shared/polling/seenEntries';
import { shortDigest } from '../../shared/util/digest';
import type { Position, SeenEntries } from '../../shared/polling/seenEntries';
import { contacts, MEMORY, messages } from './lists';

/** The most contacts whose messages are watched: those that stand first in Vardast's list from its newest end. */
const MAX_CONTACTS = 1_000;
/** How many messages of a contact are remembered. */
const MAX_MESSAGES = 5;
/** How many contacts are read at the same time. */
const MAX_CONCURRENT = 10;
/** The part of the time n8n allows a poll (engine) after which no further contact is begun with. */
const PART_OF_BUDGET = 0.5;
/** The time an n8n allows that does not say it, in milliseconds. */
const USUAL_BUDGET = 300_000;

/** What a poll keeps of a channel. */
export interface WatchState {
	/** The contacts, by the time they were created. */
	contacts: SeenEntries;
	/** By the digest of a contact's ID: a digest of its `updated_at` when its messages were read, and their memory, packed. */
	watched: Record<string, [at: string, memory: string]>;
	/** The digest of the contact that was read last in its turn, of those who had changed and of the others. */
	turn: { changed: string; others: string };
}

/** A message and who it was exchanged with. */
export interface ChannelMessage {
	message: IDataObject;
	contact: IDataObject;
}

/** A contact of V3, with what decides on its turn. */
export interface Contact extends Position {
	contact: IDataObject;
	/** A digest of its `updated_at`. */
	at: string;
}

/** V3, as far as it is watched. @returns the contacts, and whether one that is not known can be told to be new */
async function readContacts(
	context: IPollFunctions,
	channel: string,
): Promise<{ all: Contact[]; tellsNew: boolean }> {
	const list = contacts(context, channel);
	const view = await openPages(list);
	const found = new Map<string, Contact>();
	for (let place = 1, page = view.newest; ; place += 1, page = await view.at(place)) {
		for (const contact of page.entries) {
			const { time = -Infinity, id } = list.positionOf(contact);
			found.set(id, { contact, id, time, at: shortDigest(contact.updated_at ?? null) });
		}
		const full = found.size >= MAX_CONTACTS;
		if (page.last || full)
			return {
				all: [...found.values()].slice(0, MAX_CONTACTS),
				tellsNew: !full || view.order !== 'none',
			};
	}
}

/** Those whose turn comes after somebody's first, then the others, so that everybody has a turn. */
const after = (turn: string, some: readonly Contact[]): Contact[] => {
	const sorted = some.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	return [...sorted.filter(({ id }) => id > turn), ...sorted.filter(({ id }) => id <= turn)];
};

/**
 * Whose messages are read in a poll: first those of contacts who are new, the oldest first, and of those whose entry has
 * changed. One in five at least is of the others in turn, for the document does not say that a message changes the entry.
 *
 * @param fresh the contacts who are new
 * @param most how many contacts at most
 */
export function turns(
	all: readonly Contact[],
	fresh: readonly Contact[],
	{ watched, turn }: WatchState,
	most: number,
) {
	const isChanged = ({ id, at }: Contact) => id in watched && watched[id][0] !== at;
	const urgent = [...fresh.toSorted(byTime), ...after(turn.changed, all.filter(isChanged))];
	const taken = new Set(urgent);
	const unread = all.filter((contact) => !taken.has(contact) && !(contact.id in watched));
	const others = [
		...unread,
		...after(
			turn.others,
			all.filter((contact) => contact.id in watched && !isChanged(contact)),
		),
	];
	const first = urgent.slice(0, Math.max(1, most - Math.min(others.length, Math.ceil(most / 5))));
	return [...first, ...others.slice(0, most - first.length)];
}

/** What was read of one contact. */
interface ContactReading {
	contact: Contact;
	entries: Entry[];
	memory: SeenEntries;
	complete: boolean;
}

/**
 * V2 for one contact.
 *
 * @param memory of its messages; undefined while they are no news, because it is read for the first time
 * @returns undefined where the contact is gone
 */
async function readMessages(
	context: IPollFunctions,
	channel: string,
	contact: Contact,
	memory: SeenEntries | undefined,
): Promise<ContactReading | undefined> {
	const list = messages(context, channel, String(contact.contact.id));
	try {
		if (!memory)
			return {
				contact,
				entries: [],
				memory: (await initialize(list, MAX_MESSAGES)).memory,
				complete: true,
			};
		const { entries, isComplete, state } = await readNewEntries(list, { memory }, MAX_MESSAGES);
		return { contact, entries, memory: state.memory, complete: isComplete };
	} catch (error) {
		if ((error as NodeApiError).httpCode === '404') return undefined;
		throw new NodeApiError(context.getNode(), error as JsonObject);
	}
}

/**
 * Looks for messages in a whole channel, of which Vardast lists those of one contact at a time.
 *
 * @param before what the last poll left; undefined the first time, when nothing is new
 * @throws NodeApiError in Vardast's words; nothing is kept then, and the next poll finds the same messages
 */
export async function watchContacts(
	context: IPollFunctions,
	channel: string,
	before: WatchState | undefined,
): Promise<{ messages: ChannelMessage[]; state: WatchState }> {
	const { watched, turn, ...last } = before ?? {
		contacts: EMPTY,
		watched: {},
		turn: { changed: '', others: '' },
	};
	const { all, tellsNew } = await readContacts(context, channel);
	const { isSeen } = querySeen(last.contacts);
	const fresh =
		before && tellsNew ? all.filter((contact) => !(contact.id in watched) && !isSeen(contact)) : [];
	const maxContacts = Math.max(1, Number(context.getNodeParameter('maxContactsPerPoll', 25)) || 1);
	const chosen = before ? turns(all, fresh, before, maxContacts) : all;

	const started = Date.now();
	const budget = (context.getPollBudgetMs?.() ?? USUAL_BUDGET) * PART_OF_BUDGET;
	const readings: ContactReading[] = [];
	for (
		let index = 0;
		index < chosen.length && (index === 0 || Date.now() - started < budget);
		index += MAX_CONCURRENT
	) {
		const some = chosen.slice(index, index + MAX_CONCURRENT).map(async (contact) => {
			const known = contact.id in watched ? parse(watched[contact.id][1]) : undefined;
			return await readMessages(
				context,
				channel,
				contact,
				known ?? (fresh.includes(contact) ? EMPTY : undefined),
			);
		});
		readings.push(...(await Promise.all(some)).filter((reading) => reading !== undefined));
	}

	const done = new Set(readings.map(({ contact }) => contact));
	const present = Object.fromEntries([
		...all.filter(({ id }) => id in watched).map(({ id }) => [id, watched[id]]),
		...readings.map(({ contact: { id, at }, memory, complete }) => [
			id,
			[complete ? at : '', serialize(memory)],
		]),
	]);
	const absent = Object.entries(watched).filter(([id]) => !(id in present));
	const lastOf = (changed: boolean) =>
		readings.findLast(
			({ contact: { id, at } }) => id in watched && (watched[id][0] !== at) === changed,
		)?.contact.id;
	return {
		messages: readings
			.flatMap(({ entries, contact: { contact } }) =>
				entries.map(({ entry, time }) => ({ message: entry, contact, time })),
			)
			.sort(byTime),
		state: {
			contacts: addSeen(
				last.contacts,
				all.filter((contact) => done.has(contact) || !fresh.includes(contact)),
				MEMORY,
			),
			watched: Object.fromEntries(
				[...absent, ...Object.entries(present)].slice(-MAX_CONTACTS),
			) as WatchState['watched'],
			turn: { changed: lastOf(true) ?? turn.changed, others: lastOf(false) ?? turn.others },
		},
	};
}
