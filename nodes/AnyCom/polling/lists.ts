import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { at, entriesOf } from '../../shared/output';
import { MOST_COMPARED } from '../../shared/polling/compare';
import { ask } from '../../shared/polling/listing';
import { digest } from '../../shared/polling/memory';
import { idIn } from '../../shared/polling/trigger';
import { vendorError } from '../../shared/errors';
import { anyCom, command } from '../vendor';

/** The chosen channel, or empty for all of them. */
export const channelOf = (context: IPollFunctions) =>
	idIn(context, { name: 'channel', displayName: 'Channel' });

export const text = (thing: IDataObject, path: string) => String(at(thing, path) ?? '');

/** Who or what an entry is about: a channel, or a customer on it. A username is nothing to keep, so its digest stands for it. */
export const keyOf = (thing: IDataObject) =>
	digest(...['channel.type', 'channel.id', 'channel.user_id'].map((path) => text(thing, path)));

/**
 * One of AnyCom's lists, those of the chosen channel alone if there is one.
 *
 * @throws NodeApiError in AnyCom's words, or when the list is too long to be compared
 */
async function list(
	context: IPollFunctions,
	group: string,
	cmd: string,
	args?: IDataObject,
): Promise<IDataObject[]> {
	const body = await ask(context, anyCom, command(group, cmd, args));
	const channel = channelOf(context);
	const things = (entriesOf(body && anyCom.payload(body, undefined)) as IDataObject[]).filter(
		(thing) =>
			typeof thing === 'object' &&
			thing !== null &&
			(channel === '' || text(thing, 'channel.id') === channel),
	);
	if (things.length <= MOST_COMPARED) return things;
	throw vendorError({ node: context.getNode() }, anyCom, {
		words: `the list has ${things.length} entries, and ${MOST_COMPARED} can be compared`,
		next: 'Choose a Channel in this node.',
	});
}

/** A1 */
export const customers = async (context: IPollFunctions) => await list(context, 'chan', 'show');
/** A7 */
export const channels = async (context: IPollFunctions) => await list(context, 'status', '');
/** A19 */
export const awaiting = async (context: IPollFunctions) =>
	await list(context, 'chat', 'show', { target: 'awaiting' });
