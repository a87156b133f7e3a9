import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { newEntries } from '../../shared/polling/newEntries';
import { readNewest } from '../../shared/polling/news';
import { idIn } from '../../shared/polling/trigger';
import type { PolledEvent } from '../../shared/polling/trigger';
import { channelOf, contacts, MEMORY, messages } from './lists';
import { watchContacts } from './watch';
import type { ChannelMessage, WatchState } from './watch';

const contactOf = (context: IPollFunctions) =>
	idIn(context, { name: 'contact', displayName: 'Contact' });

/** Whether the user wants a message. By the document, `is_output` marks what goes out to the contact. */
const wants = (context: IPollFunctions, message: IDataObject) => {
	const sentBy = context.getNodeParameter('sentBy', 'contact');
	return sentBy === 'anyone' || (sentBy === 'channel') === (message.is_output === true);
};

const json = ({ message, contact }: ChannelMessage): IDataObject => ({
	...message,
	contact_id: contact.id,
	contact_name: contact.name,
});

/** V2 for one contact: as many requests as the list needs, usually one. */
const ofContact = newEntries({
	watched: (context) => [channelOf(context), contactOf(context)],
	list: (context) => messages(context, channelOf(context), contactOf(context)),
	keep: MEMORY,
	wants,
	more: (context) => ({ contact_id: contactOf(context) }),
});

/** Messages are listed for each contact alone. */
export const newMessage: PolledEvent = {
	name: 'New Message',
	value: 'newMessage',
	description: 'When a message was exchanged with a contact of a channel',
	watched: ofContact.watched,
	poll: async (context, before) => {
		if (contactOf(context) !== '') return await ofContact.poll(context, before);
		const { messages: news, state } = await watchContacts(
			context,
			channelOf(context),
			before as WatchState | undefined,
		);
		return { items: news.filter(({ message }) => wants(context, message)).map(json), state };
	},
	sample: async (context) => {
		if (contactOf(context) !== '') return await ofContact.sample(context);
		const channel = channelOf(context);
		// Whoever wrote last may stand anywhere; one who has written at all will do.
		for (const { entry: contact } of (await readNewest(contacts(context, channel))).slice(0, 10)) {
			const found = (await readNewest(messages(context, channel, String(contact.id)))).find(
				({ entry }) => wants(context, entry),
			);
			if (found) return [json({ message: found.entry, contact })];
		}
		return [];
	},
};
