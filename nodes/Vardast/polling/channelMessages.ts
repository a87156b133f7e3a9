import { NodeApiError } from 'n8n-workflow';
import type { IDataObject, IPollFunctions, JsonObject } from 'n8n-workflow';

import type { Entry } from '../../shared/polling/listReader';
import { initialize, readNewEntries } from '../../shared/polling/newEntries';
import { openPages } from '../../shared/polling/pageOrder';
import {
	addSeen,
	byTime,
	NO_SEEN_ENTRIES,
	isSeenEntries,
	parseSeen,
	querySeen,
	serializeSeen,
} from '../../shared/polling/seenEntries';
import type { SeenEntries } from '../../shared/polling/seenEntries';
import { shortDigest } from '../../shared/util/digest';
import { isObject, isTextRecord } from '../../shared/util/objects';
import { isChanged, selectContacts } from './contactSelection';
import type { Contact, ContactsState } from './contactSelection';
import { contacts, MAX_REMEMBERED, messages } from './lists';

/** The most contacts whose messages are read: those that are first in Vardast's list from its newest end. */
const MAX_CONTACTS = 1_000;
/** The most pages of contacts that are read, whatever Vardast says of their number. */
const MAX_CONTACT_PAGES = 200;
/** How many messages of a contact are remembered. */
const MAX_REMEMBERED_MESSAGES = 5;
/** How many contacts are read at the same time. */
const MAX_CONCURRENT = 10;
/** The part of the time that n8n allows a poll after which no further contacts are read. */
const USED_PART_OF_BUDGET = 0.5;
/** The time allowed where n8n does not say it, which it does since 2.41, in milliseconds. */
const DEFAULT_BUDGET_MS = 300_000;

/** What is saved of a channel between polls. */
export interface ChannelState extends ContactsState {
	/** The contacts that were seen, by the time they were created. */
	seenContacts: SeenEntries;
}

/** Whether a value is such a state. */
export const isChannelState = (value: unknown): value is ChannelState & IDataObject =>
	isObject(value) &&
	isSeenEntries(value.seenContacts) &&
	isTextRecord(value.lastRead) &&
	isObject(value.contacts) &&
	Object.values(value.contacts).every(
		(saved) =>
			Array.isArray(saved) &&
			saved.length === 2 &&
			saved.every((part) => typeof part === 'string') &&
			isSeenEntries(parseSeen(String(saved[1]))),
	);

const INITIAL_STATE: ChannelState = {
	seenContacts: NO_SEEN_ENTRIES,
	contacts: {},
	lastRead: { changed: '', unchanged: '' },
};

/** A message and the contact it was exchanged with. */
export interface ChannelMessage {
	message: IDataObject;
	contact: IDataObject;
}

/** The messages that were read of one contact. */
interface ContactReading {
	contact: Contact;
	/** The new ones. */
	entries: Entry[];
	seen: SeenEntries;
	/** Whether none is left for the next poll. */
	isComplete: boolean;
}

/** Reads V3 up to the most contacts. @returns the contacts, and whether one that was not seen before must be new */
async function readContacts(
	context: IPollFunctions,
	channel: string,
): Promise<{ all: Contact[]; unseenAreNew: boolean }> {
	const list = contacts(context, channel);
	const pages = await openPages(list);
	const found = new Map<string, Contact>();
	for (let number = 1, page = pages.newest; ; number += 1, page = await pages.at(number)) {
		const knownCount = found.size;
		for (const contact of page.entries) {
			const { time = -Infinity, id } = list.positionOf(contact);
			found.set(id, { contact, id, time, version: shortDigest(contact.updated_at ?? null) });
		}
		const isFull = found.size >= MAX_CONTACTS;
		// A page that brings nothing new is the end, as is the last one of so many.
		const isEnd = page.isLast || found.size === knownCount || number === MAX_CONTACT_PAGES;
		if (!isEnd && !isFull) continue;
		const all = [...found.values()].slice(0, MAX_CONTACTS);
		return { all, unseenAreNew: !isFull || pages.order !== 'none' };
	}
}

/**
 * Reads V2 for one contact.
 *
 * @param seen its messages that were seen; undefined when it is read for the first time, and none of them is new
 * @returns undefined where the contact is gone
 */
async function readContact(
	context: IPollFunctions,
	channel: string,
	contact: Contact,
	seen: SeenEntries | undefined,
): Promise<ContactReading | undefined> {
	const list = messages(context, channel, String(contact.contact.id));
	try {
		if (!seen) {
			const state = await initialize(list, MAX_REMEMBERED_MESSAGES);
			return { contact, entries: [], seen: state.seen, isComplete: true };
		}
		const { entries, isComplete, state } = await readNewEntries(
			list,
			{ seen },
			MAX_REMEMBERED_MESSAGES,
		);
		return { contact, entries, seen: state.seen, isComplete };
	} catch (error) {
		if ((error as NodeApiError).httpCode === '404') return undefined;
		throw new NodeApiError(context.getNode(), error as JsonObject);
	}
}

/** Reads contacts in batches until the time is used up; at least one batch. */
async function readInBatches(
	context: IPollFunctions,
	selected: readonly Contact[],
	read: (contact: Contact) => Promise<ContactReading | undefined>,
): Promise<ContactReading[]> {
	const startedAt = performance.now();
	const budgetMs = (context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS) * USED_PART_OF_BUDGET;
	const readings: ContactReading[] = [];
	for (let index = 0; index < selected.length; index += MAX_CONCURRENT) {
		if (index > 0 && performance.now() - startedAt >= budgetMs) break;
		const batch = await Promise.all(selected.slice(index, index + MAX_CONCURRENT).map(read));
		readings.push(...batch.filter((reading) => reading !== undefined));
	}
	return readings;
}

/** The contacts to save: first those that V3 no longer lists, which are forgotten first. */
function mergeContacts(
	saved: ChannelState['contacts'],
	all: readonly Contact[],
	readings: readonly ContactReading[],
): ChannelState['contacts'] {
	const listed: ChannelState['contacts'] = {};
	for (const { id } of all) if (id in saved) listed[id] = saved[id];
	for (const { contact, seen, isComplete } of readings)
		listed[contact.id] = [isComplete ? contact.version : '', serializeSeen(seen)];
	const unlisted = Object.entries(saved).filter(([id]) => !(id in listed));
	return Object.fromEntries([...unlisted, ...Object.entries(listed)].slice(-MAX_CONTACTS));
}

/** The digests of the contacts that were read last, for the rotation. */
function mergeLastRead(
	previous: ChannelState,
	readings: readonly ContactReading[],
): ChannelState['lastRead'] {
	const known = readings.map(({ contact }) => contact).filter(({ id }) => id in previous.contacts);
	const { changed, unchanged } = previous.lastRead;
	return {
		changed: known.findLast((contact) => isChanged(previous, contact))?.id ?? changed,
		unchanged: known.findLast((contact) => !isChanged(previous, contact))?.id ?? unchanged,
	};
}

/** The new messages of all contacts, the oldest first. */
const toMessages = (readings: readonly ContactReading[]): ChannelMessage[] =>
	readings
		.flatMap(({ entries, contact: { contact } }) =>
			entries.map(({ entry, time }) => ({ message: entry, contact, time })),
		)
		.sort(byTime);

/**
 * Reads the new messages of a whole channel, of which Vardast lists those of one contact at a time.
 *
 * @param saved the state that the last poll saved; undefined the first time, when nothing is new
 * @throws NodeApiError in Vardast's words; no state is saved then, and the next poll finds the same messages
 */
export async function readChannelMessages(
	context: IPollFunctions,
	channel: string,
	saved: ChannelState | undefined,
): Promise<{ messages: ChannelMessage[]; state: ChannelState }> {
	const previous = saved ?? INITIAL_STATE;
	const { all, unseenAreNew } = await readContacts(context, channel);
	const { isSeen } = querySeen(previous.seenContacts);
	const isNew = (contact: Contact) => !(contact.id in previous.contacts) && !isSeen(contact);
	const added = new Set(saved && unseenAreNew ? all.filter(isNew) : []);
	const maxContacts = Math.max(1, Number(context.getNodeParameter('maxContactsPerPoll', 25)) || 1);
	const selected = saved ? selectContacts(all, [...added], previous, maxContacts) : all;

	const readings = await readInBatches(context, selected, async (contact) => {
		const [, seenMessages] = previous.contacts[contact.id] ?? [];
		// Every message of a new contact is new, but none of a contact that was there before.
		const initialSeen = added.has(contact) ? NO_SEEN_ENTRIES : undefined;
		const seen = seenMessages === undefined ? initialSeen : parseSeen(seenMessages);
		return await readContact(context, channel, contact, seen);
	});

	const wasRead = new Set(readings.map(({ contact }) => contact));
	const seenNow = all.filter((contact) => wasRead.has(contact) || !added.has(contact));
	return {
		messages: toMessages(readings),
		state: {
			seenContacts: addSeen(previous.seenContacts, seenNow, MAX_REMEMBERED),
			contacts: mergeContacts(previous.contacts, all, readings),
			lastRead: mergeLastRead(previous, readings),
		},
	};
}
