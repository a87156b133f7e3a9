import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { createApiError } from '../../shared/http/errors';
import { MAX_COMPARED } from '../../shared/polling/changeDetection';
import { sendPollRequest } from '../../shared/polling/listReader';
import { getIdParameter } from '../../shared/polling/parameters';
import { shortDigest } from '../../shared/util/digest';
import { getPath, toArray } from '../../shared/util/objects';
import { anyCom, command } from '../vendor';

/** The ID of the selected channel; empty for all channels. */
export const channelOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'channel', displayName: 'Channel' });

/** The value at a path of an entry as text; empty where there is none. */
export const textAt = (entry: IDataObject, path: string) => String(getPath(entry, path) ?? '');

/** Which channel, or customer on it, an entry is about. A username should not be saved, so the key is a digest. */
export const keyOf = (entry: IDataObject) =>
	shortDigest(
		...['channel.type', 'channel.id', 'channel.user_id'].map((path) => textAt(entry, path)),
	);

/**
 * Reads one of AnyCom's lists; of the selected channel only if there is one.
 *
 * @throws NodeApiError in AnyCom's words, or when the list is too long to be compared
 */
async function fetchList(
	context: IPollFunctions,
	group: string,
	cmd: string,
	args?: IDataObject,
): Promise<IDataObject[]> {
	const body = await sendPollRequest(context, anyCom, command(group, cmd, args));
	const channel = channelOf(context);
	const entries = (toArray(body && anyCom.unwrap(body, undefined)) as IDataObject[]).filter(
		(entry) =>
			typeof entry === 'object' &&
			entry !== null &&
			(channel === '' || textAt(entry, 'channel.id') === channel),
	);
	if (entries.length <= MAX_COMPARED) return entries;
	throw createApiError({ node: context.getNode() }, anyCom, {
		message: `the list has ${entries.length} entries, and ${MAX_COMPARED} can be compared`,
		hint: 'Choose a Channel in this node.',
	});
}

/** A1 */
export const fetchCustomers = async (context: IPollFunctions) =>
	await fetchList(context, 'chan', 'show');
/** A7 */
export const fetchChannels = async (context: IPollFunctions) =>
	await fetchList(context, 'status', '');
/** A19 */
export const fetchAwaiting = async (context: IPollFunctions) =>
	await fetchList(context, 'chat', 'show', { target: 'awaiting' });
