import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { createListSearch, currentValue, fetchEntries } from '../shared/operations/listSearch';
import { getPath } from '../shared/util/objects';
import { anyCom, command } from './vendor';

/** One of AnyCom's lists. */
const list = async (
	context: ILoadOptionsFunctions,
	group: string,
	cmd: string,
	args?: IDataObject,
) => (await fetchEntries(context, anyCom, command(group, cmd, args))) as IDataObject[];

const text = (record: IDataObject, path: string) => String(getPath(record, path) ?? '');

/** A1: the customers on the chosen channel, or on all while none is chosen. */
const customers = async (context: ILoadOptionsFunctions) => {
	const channel = currentValue(context, 'channel');
	const all = await list(context, 'chan', 'show');
	return channel === '' ? all : all.filter((customer) => text(customer, 'channel.id') === channel);
};

/** @param value what goes on the wire; empty leaves the customer out */
const customerEntry = (customer: IDataObject, value: string) =>
	value === ''
		? undefined
		: {
				name: [
					text(customer, 'user_name'),
					`(${text(customer, 'channel.user_id').split('@', 1)[0]})`,
				]
					.join(' ')
					.trim(),
				value,
				description: `${text(customer, 'state')}, channel ${text(customer, 'channel.id')}`,
			};

/** The groups that are named in what is going on now; no documented request lists them. */
const chatGroups = async (context: ILoadOptionsFunctions) => {
	const attendants = await list(context, 'chat', 'show', { target: 'user' });
	const awaiting = await list(context, 'chat', 'show', { target: 'awaiting' });
	const users = await list(context, 'chan', 'show');
	const named = [
		...attendants.map((attendant) => attendant.group),
		...[...awaiting, ...users].map((entry) => getPath(entry, 'chat.group')),
	];
	const alternative = attendants.flatMap(
		(attendant) => (getPath(attendant, 'group.alternative_groups') ?? []) as number[],
	);
	return [...named, ...alternative.map((id) => ({ id }))];
};

export const listSearch = {
	/** A7: only channels of type WhatsApp have an ID. */
	searchChannels: createListSearch({
		fetchAll: async (context) => await list(context, 'status', ''),
		toListItem: (record) => {
			const value = text(record, 'channel.id');
			const name = `${text(record, 'channel.type')} ${value} (${text(record, 'status')})`;
			return value === '' ? undefined : { name, value };
		},
	}),
	searchCustomers: createListSearch({
		fetchAll: customers,
		toListItem: (customer) => customerEntry(customer, text(customer, 'channel.user_id')),
	}),
	/** Those whose username holds their number, e.g. no groups. */
	searchCustomerNumbers: createListSearch({
		fetchAll: customers,
		toListItem: (customer) =>
			customerEntry(customer, /^(\d+)@c\.us$/.exec(text(customer, 'channel.user_id'))?.[1] ?? ''),
	}),
	/** A18 */
	searchAttendants: createListSearch({
		fetchAll: async (context) => await list(context, 'chat', 'show', { target: 'user' }),
		toListItem: (attendant) => {
			const value = text(attendant, 'chat_user');
			const name = text(attendant, 'chat_user_name') || value;
			return value === '' ? undefined : { name, value, description: text(attendant, 'group.name') };
		},
	}),
	/** A18, A19 and A1. Group 0 means none. */
	searchChatGroups: createListSearch({
		fetchAll: chatGroups,
		toListItem: (group) => {
			const value = text(group, 'id');
			return value === '' || value === '0'
				? undefined
				: { name: text(group, 'name') || `Group ${value}`, value };
		},
	}),
};
