/** A1 to A7: channels and the customers on them. */

import { known } from '../../support/sandbox/anyCom';
import { byId } from '../../support/vendors/parameters';
import { channels, checked, simpleUser, user } from './answers';
import {
	channelArgs,
	channelId,
	customer,
	customerArgs,
	customerIds,
	list,
	number,
	numberForms,
	onChannel,
	post,
	says,
} from './parts';
import type { Row } from '../../support/contract/describeContract';

const { onBot } = known;

export const rows: Row[] = [
	{
		number: 'A1',
		resource: 'customer',
		operation: 'getAll',
		required: {},
		wire: post('chan', 'show'),
		...list([user], [simpleUser]),
	},
	{
		number: 'A2',
		resource: 'customer',
		operation: 'modifyState',
		required: { ...customer(onBot), newState: 'on_chat' },
		wire: post('chan', 'state', { ...customerArgs(onBot), new_state: 'on_chat' }),
		forms: ['none', 'identifying', 'on_bot', 'done'].map((state) => ({
			set: { newState: state },
			body: { args: { new_state: state } },
		})),
		ids: customerIds,
		...says(`State of channel whatsapp/31/${onBot} changed to on_chat`),
	},
	{
		number: 'A3',
		resource: 'customer',
		operation: 'removeSession',
		required: customer(onBot),
		wire: post('chan', 'rem', customerArgs(onBot)),
		ids: customerIds,
		...says(`BOT, Channel whatsapp/31/${onBot} has been removed`),
	},
	{
		number: 'A4',
		resource: 'channel',
		operation: 'checkNumber',
		required: { ...onChannel, customerNumber: byId(known.contactNumber) },
		wire: post('chan', 'check', { ...channelArgs, user: known.contactNumber }),
		forms: numberForms(known.contactNumber, 'user'),
		ids: { channel: channelId, customerNumber: number('user') },
		...list([checked]),
	},
	{
		number: 'A5',
		resource: 'channel',
		operation: 'reload',
		required: onChannel,
		wire: post('chan', 'reload', channelArgs),
		forms: [{ set: { channel: byId('={{ 31 }}') } }, { set: { channel: byId(' 31 ') } }],
		zeroes: [{ set: { channel: byId('={{ 0 }}') }, body: { args: { chan_id: 0 } } }],
		ids: { channel: channelId },
		...says('Reload command sent to 31'),
	},
	{
		number: 'A6',
		resource: 'message',
		operation: 'send',
		text: 'message',
		required: {
			...onChannel,
			customerNumber: byId(known.onBotNumber),
			flow: '1',
			message: 'Olá! 👋 "3 < 5"\n& more',
		},
		wire: post('chan', 'message', {
			...channelArgs,
			user: known.onBotNumber,
			flow: 1,
			message: 'Olá! 👋 "3 < 5"\n& more',
		}),
		forms: numberForms(known.onBotNumber, 'user'),
		zeroes: [
			{ set: { flow: '0' }, body: { args: { flow: 0 } } },
			{ set: { flow: '={{ 0 }}' }, body: { args: { flow: 0 } } },
		],
		ids: { channel: channelId, customerNumber: number('user'), flow: number('flow') },
		...says(`Sent message to whatsapp/31/${onBot}/Padaria and flow set to 1`),
	},
	{
		number: 'A7',
		resource: 'channel',
		operation: 'getAll',
		required: {},
		wire: post('status', ''),
		...list(channels),
	},
];
