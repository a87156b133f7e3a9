import type { IDataObject } from 'n8n-workflow';

import { byTime } from '../../shared/polling/seenEntries';
import type { SortKey } from '../../shared/polling/seenEntries';

/** A contact of V3, with what decides when its messages are read. */
export interface Contact extends SortKey {
	contact: IDataObject;
	/** A digest of its `updated_at`. */
	version: string;
}

/** What is saved of the contacts whose messages were read. */
export interface ContactsState {
	/**
	 * By the digest of a contact's ID: its version when its messages were read up to the newest one, empty where some are
	 * left for the next poll; and the messages that were seen, serialized.
	 */
	contacts: Record<string, [version: string, seenMessages: string]>;
	/** The digests of the contacts that were read last, of those whose version had changed and of the others. */
	lastRead: { changed: string; unchanged: string };
}

/** Whether a contact whose messages were read before has another version now. */
export const isChanged = ({ contacts }: ContactsState, { id, version }: Contact) =>
	id in contacts && contacts[id][0] !== version;

/** The contacts in a fixed order that begins after the one that was read last, so that all are read in rotation. */
function rotate(contacts: readonly Contact[], lastRead: string): Contact[] {
	const sorted = contacts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	return [
		...sorted.filter(({ id }) => id > lastRead),
		...sorted.filter(({ id }) => id <= lastRead),
	];
}

/**
 * Selects the contacts whose messages a poll reads: first new ones, the oldest first, and those whose entry has changed. At
 * least one in five is an unchanged contact, in rotation, because it is undocumented whether a message changes the entry.
 *
 * @param added the new contacts, which are among `all`
 * @param maxContacts how many at most
 */
export function selectContacts(
	all: readonly Contact[],
	added: readonly Contact[],
	state: ContactsState,
	maxContacts: number,
): Contact[] {
	const changed = all.filter((contact) => isChanged(state, contact));
	const urgent = [...added.toSorted(byTime), ...rotate(changed, state.lastRead.changed)];
	const urgentIds = new Set(urgent.map(({ id }) => id));
	const remaining = all.filter(({ id }) => !urgentIds.has(id));
	const others = [
		...remaining.filter(({ id }) => !(id in state.contacts)),
		...rotate(
			remaining.filter(({ id }) => id in state.contacts),
			state.lastRead.unchanged,
		),
	];
	const reserved = Math.min(others.length, Math.ceil(maxContacts / 5));
	const first = urgent.slice(0, Math.max(1, maxContacts - reserved));
	return [...first, ...others.slice(0, maxContacts - first.length)];
}
