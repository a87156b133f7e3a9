import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { newEntries, readSample } from '../../shared/polling/newEntries';
import { getIdParameter } from '../../shared/polling/parameters';
import type { PollEvent } from '../../shared/polling/trigger';
import { isChannelState, readChannelMessages } from './channelMessages';
import type { ChannelMessage } from './channelMessages';
import { channelOf, contacts, MAX_REMEMBERED, messages } from './lists';

/** How many contacts are read to find a message to try a workflow with. */
const MAX_SAMPLED_CONTACTS = 10;

/** The ID of the selected contact; empty for all contacts of the channel. */
const contactOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'contact', displayName: 'Contact' });

/** Whether a message is of the selected sender. By the vendor's documentation, `is_output` marks what goes out to the contact. */
const matches = (context: IPollFunctions, message: IDataObject) => {
	const sender = context.getNodeParameter('sender', 'contact');
	return sender === 'anyone' || (sender === 'channel') === (message.is_output === true);
};

const toItem = ({ message, contact }: ChannelMessage): IDataObject => ({
	...message,
	contact_id: contact.id,
	contact_name: contact.name,
});

/** V2 for one contact: as many requests as the list needs, usually one. */
const messagesOfContact = newEntries({
	scope: (context) => [channelOf(context), contactOf(context)],
	list: (context) => messages(context, channelOf(context), contactOf(context)),
	maxRemembered: MAX_REMEMBERED,
	matches,
	extraFields: (context) => ({ contact_id: contactOf(context) }),
});

/** A message of one of the newest contacts: the last message of the channel could be anybody's. */
async function sampleChannel(context: IPollFunctions, channel: string): Promise<IDataObject[]> {
	const newest = await readSample(contacts(context, channel));
	for (const { entry: contact } of newest.slice(0, MAX_SAMPLED_CONTACTS)) {
		const sample = await readSample(messages(context, channel, String(contact.id)));
		const found = sample.find(({ entry }) => matches(context, entry));
		if (found) return [toItem({ message: found.entry, contact })];
	}
	return [];
}

/** V2 for the selected contact, or for the contacts of V3. */
export const newMessage: PollEvent = {
	name: 'New Message',
	value: 'newMessage',
	description: 'When a message was exchanged with a contact of a channel',
	scope: messagesOfContact.scope,
	// Which of the two it is follows from the scope.
	isState: (saved) => isChannelState(saved) || messagesOfContact.isState(saved),
	poll: async (context, saved) => {
		if (contactOf(context) !== '')
			return await messagesOfContact.poll(context, isChannelState(saved) ? undefined : saved);
		const found = await readChannelMessages(
			context,
			channelOf(context),
			isChannelState(saved) ? saved : undefined,
		);
		const matching = found.messages.filter(({ message }) => matches(context, message));
		return { items: matching.map(toItem), state: found.state };
	},
	sample: async (context) =>
		contactOf(context) === ''
			? await sampleChannel(context, channelOf(context))
			: await messagesOfContact.sample(context),
};
