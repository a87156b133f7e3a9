import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { newEntries, readSample } from '../../shared/polling/newEntries';
import { getIdParameter } from '../../shared/polling/parameters';
import type { PollEvent } from '../../shared/polling/trigger';
import { channelOf, contacts, MEMORY, messages } from './lists';
import { watchContacts } from './watch';
import type { ChannelMessage, WatchState } from './watch';

const contactOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'contact', displayName: 'Contact' });

/** Whether the user wants a message. By the document, `is_output` marks what goes out to the contact. */
const wants = (context: IPollFunctions, message: IDataObject) => {
	const sender = context.getNodeParameter('sender', 'contact');
	return sender === 'anyone' || (sender === 'channel') === (message.is_output === true);
};

const json = ({ message, contact }: ChannelMessage): IDataObject => ({
	...message,
	contact_id: contact.id,
	contact_name: contact.name,
});

/** V2 for one contact: as many requests as the list needs, usually one. */
const ofContact = newEntries({
	scope: (context) => [channelOf(context), contactOf(context)],
	list: (context) => messages(context, channelOf(context), contactOf(context)),
	keep: MEMORY,
	wants,
	extraFields: (context) => ({ contact_id: contactOf(context) }),
});

/** Messages are listed for each contact alone. */
export const newMessage: PollEvent = {
	name: 'New Message',
	value: 'newMessage',
	description: 'When a message was exchanged with a contact of a channel',
	scope: ofContact.scope,
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
		for (const { entry: contact } of (await readSample(contacts(context, channel))).slice(0, 10)) {
			const found = (await readSample(messages(context, channel, String(contact.id)))).find(
				({ entry }) => wants(context, entry),
			);
			if (found) return [json({ message: found.entry, contact })];
		}
		return [];
	},
};
