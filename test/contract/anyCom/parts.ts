/** What AnyCom's rows are put together from. */

import { known } from '../../support/sandbox/anyCom';
import { byId } from '../../support/vendors/parameters';

/** The one address. */
export const post = (group: string, cmd: string, args: object = {}) => ({
	method: 'POST',
	path: '/',
	body: { group, cmd, args },
});

/** A list, as it comes when there is something in it. */
export const list = (entries: object[], simple?: object[]) => ({
	answer: { status: 200, result: entries },
	items: simple ?? entries,
	...(simple && { raw: entries }),
});

/** A request that answers one text. */
export const says = (message: string) => ({
	answer: { status: 200, result: message },
	items: [{ success: true, message }],
});

export const onChannel = { channel: byId(known.channel) };
export const channelArgs = { chan_type: 'whatsapp', chan_id: known.channel };
export const channelId = { in: 'number' as const, name: 'args.chan_id' };
const userId = { in: 'body' as const, name: 'args.chan_user' };
export const attendantId = { in: 'body' as const, name: 'args.chat_user' };
export const number = (name: string) => ({
	in: 'number' as const,
	name: `args.${name}`,
});

/** A customer who is on the bot, or in a conversation, as most requests want one. */
export const customer = (user: string) => ({ ...onChannel, customer: byId(user) });
export const customerArgs = (chan_user: string) => ({ ...channelArgs, chan_user });
export const customerIds = { channel: channelId, customer: userId };

/** The ways to write a phone number, and the full username that Get Many gives. */
export const numberForms = (digits: number, name: string) => {
	const text = String(digits);
	const [country, area, first, last] = [
		text.slice(0, 2),
		text.slice(2, 4),
		text.slice(4, 8),
		text.slice(8),
	];
	return [
		`+${text}`,
		`+${country} (${area}) ${first}-${last}`,
		`${country} ${area}.${first}.${last}`,
		`${text}@c.us`,
		`={{ ${text} }}`,
	].map((value) => ({
		set: { customerNumber: byId(value) },
		body: { args: { [name]: digits } },
	}));
};
