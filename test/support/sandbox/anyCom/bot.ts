/** A8 to A12: the bot, its sessions and its services. */

import { customer, failed, integer, ok, requiredText, route } from './protocol';
import { findCustomer, nameOf, remove } from './find';
import type { CustomerArgs, State, TargetArgs } from './state';

/** The targets of A10 that have an ID; A12 accepts no other. */
const withId = ['service', 'function'];
const targets = ['all', ...withId, 'macro', 'global'];

/** By the document's table an ID is sent only for a service or a function. */
function refuseId({ target, id }: TargetArgs): string | undefined {
	if (withId.includes(target)) return id === undefined ? `id is required for ${target}` : undefined;
	return id === undefined ? undefined : `id must not be sent for ${target}`;
}

const titleOf = (state: State, { target, id = 0 }: TargetArgs): string | undefined =>
	(target === 'service' ? state.services : state.functions)[id];

interface FlowArgs extends CustomerArgs {
	flow: number;
	item: number;
}

export const routes = [
	route('A8', 'bot/show', {}, (_args, state) => ok(state, state.botSessions)),
	route<FlowArgs>(
		'A9',
		'bot/flow',
		{ ...customer, flow: integer, item: integer },
		(args, state) => {
			const { found, refusal } = findCustomer(state, args, 'botSessions');
			if (refusal) return refusal;
			Object.assign(found.next, { flow: args.flow, item: args.item });
			return ok(state, `Next flow of channel ${nameOf(args)} set to ${args.flow}/${args.item}`);
		},
	),
	route<TargetArgs>(
		'A10',
		'bot/reload',
		{ target: { ...requiredText, enum: targets }, id: { type: 'integer' } },
		(args, state) => {
			const { target, id } = args;
			if (id !== undefined && !titleOf(state, args))
				return failed(state, `There is no ${target} ${id}`);
			state.reloads.push({ ...args });
			// The document shows the response for `all` only.
			return ok(
				state,
				`Reload ${[target, id].filter((part) => part !== undefined).join(' ')} command sent to LiveFlow`,
			);
		},
		{ refuseArgs: refuseId },
	),
	route<CustomerArgs>('A11', 'bot/rem', customer, (args, state) => {
		const { refusal } = findCustomer(state, args, 'botSessions');
		if (refusal) return refusal;
		remove(state, args, ['botSessions']);
		return ok(state, `BOT of Channel ${nameOf(args)} has been removed`);
	}),
	route<TargetArgs>(
		'A12',
		'bot/validate',
		{ target: { ...requiredText, enum: withId }, id: integer },
		(args, state) => {
			const title = titleOf(state, args);
			if (!title) return failed(state, `There is no ${args.target} ${args.id}`);
			// The misspelling is the vendor's.
			return ok(state, `LiveFlow BOT ${args.target} ${args.id}-(${title}) sucessfully compiled`);
		},
	),
];
