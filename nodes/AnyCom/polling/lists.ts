import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { createApiError } from '../../shared/http/errors';
import { MAX_COMPARED } from '../../shared/polling/changeDetection';
import { sendPollRequest } from '../../shared/polling/listReader';
import { getIdParameter } from '../../shared/polling/parameters';
import { shortDigest } from '../../shared/util/digest';
import { getPath, toArray } from '../../shared/util/objects';
import { anyCom, command } from '../vendor';

/** The chosen channel, or empty for all of them. */
export const channelOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'channel', displayName: 'Channel' });

export const text = (thing: IDataObject, path: string) => String(getPath(thing, path) ?? '');

/** Who or what an entry is about: a channel, or a customer on it. A username is nothing to keep, so its digest stands for it. */
export const keyOf = (thing: IDataObject) =>
	shortDigest(
		...['channel.type', 'channel.id', 'channel.user_id'].map((path) => text(thing, path)),
	);

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
	const body = await sendPollRequest(context, anyCom, command(group, cmd, args));
	const channel = channelOf(context);
	const things = (toArray(body && anyCom.unwrap(body, undefined)) as IDataObject[]).filter(
		(thing) =>
			typeof thing === 'object' &&
			thing !== null &&
			(channel === '' || text(thing, 'channel.id') === channel),
	);
	if (things.length <= MAX_COMPARED) return things;
	throw createApiError({ node: context.getNode() }, anyCom, {
		message: `the list has ${things.length} entries, and ${MAX_COMPARED} can be compared`,
		hint: 'Choose a Channel in this node.',
	});
}

/** A1 */
export const customers = async (context: IPollFunctions) => await list(context, 'chan', 'show');
/** A7 */
export const channels = async (context: IPollFunctions) => await list(context, 'status', '');
/** A19 */
export const awaiting = async (context: IPollFunctions) =>
	await list(context, 'chat', 'show', { target: 'awaiting' });
