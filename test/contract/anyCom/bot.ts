/** A8 to A12: the bot, its sessions and its services. */

import { known } from '../../support/sandbox/anyCom';
import { botSession, simpleBotSession } from './answers';
import { customer, customerArgs, customerIds, list, number, post, says } from './parts';
import type { Row } from '../../support/contract/describeContract';

const { onBot } = known;

export const rows: Row[] = [
	{
		number: 'A8',
		resource: 'botSession',
		operation: 'getAll',
		required: {},
		wire: post('bot', 'show'),
		...list([botSession], [simpleBotSession]),
	},
	{
		number: 'A9',
		resource: 'botSession',
		operation: 'modifyFlow',
		required: { ...customer(onBot), flow: '2', item: '1' },
		wire: post('bot', 'flow', { ...customerArgs(onBot), flow: 2, item: 1 }),
		forms: [{ set: { flow: '={{ 2 }}', item: '={{ 1 }}' } }],
		zeroes: [{ set: { flow: '={{ 0 }}', item: '0' }, body: { args: { flow: 0, item: 0 } } }],
		ids: { ...customerIds, flow: number('flow'), item: number('item') },
		...says(`Next flow of channel whatsapp/31/${onBot} set to 2/1`),
	},
	{
		number: 'A10',
		resource: 'botService',
		operation: 'reload',
		required: { target: 'all' },
		wire: post('bot', 'reload', { target: 'all' }),
		options: [
			{
				set: { target: 'service', targetId: String(known.service) },
				body: { args: { target: 'service', id: known.service } },
			},
			{
				set: { target: 'function', targetId: String(known.function) },
				body: { args: { target: 'function', id: known.function } },
			},
		],
		forms: [
			{ set: { target: 'macro' }, body: { args: { target: 'macro' } } },
			{ set: { target: 'global' }, body: { args: { target: 'global' } } },
			// What was entered for a service stays in the workflow when another target is chosen.
			...['macro', 'global', 'all'].flatMap((target) =>
				[target, `={{ "${target}" }}`].map((written) => ({
					set: { target: written, targetId: '201' },
					body: { args: { target } },
				})),
			),
			{
				set: { target: '={{ "service" }}', targetId: '={{ 201 }}' },
				body: { args: { target: 'service', id: 201 } },
			},
		],
		zeroes: [
			{
				set: { target: 'service', targetId: '={{ 0 }}' },
				body: { args: { target: 'service', id: 0 } },
			},
		],
		...says('Reload all command sent to LiveFlow'),
	},
	{
		number: 'A11',
		resource: 'botSession',
		operation: 'remove',
		required: customer(onBot),
		wire: post('bot', 'rem', customerArgs(onBot)),
		ids: customerIds,
		...says(`BOT of Channel whatsapp/31/${onBot} has been removed`),
	},
	{
		number: 'A12',
		resource: 'botService',
		operation: 'validate',
		required: { target: 'service', targetId: String(known.service) },
		wire: post('bot', 'validate', { target: 'service', id: known.service }),
		forms: [
			{
				set: { target: 'function', targetId: String(known.function) },
				body: { args: { target: 'function', id: known.function } },
			},
		],
		zeroes: [{ set: { targetId: '0' }, body: { args: { id: 0 } } }],
		ids: { targetId: number('id') },
		...says('LiveFlow BOT service 201-(Boas-vindas) sucessfully compiled'),
	},
];
