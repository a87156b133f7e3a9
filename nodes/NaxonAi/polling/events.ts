import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { createListReader } from '../../shared/polling/listReader';
import { newEntries } from '../../shared/polling/newEntries';
import { getIdParameter } from '../../shared/polling/parameters';
import type { PollEvent } from '../../shared/polling/trigger';
import { byPage } from '../pagination';
import { simplifyConversation } from '../simplify';
import { naxonAi } from '../vendor';

/** How many conversations are remembered, and therefore read again in every poll: they fit on a page. */
const MAX_REMEMBERED = 50;

const modelOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'model', displayName: 'Model' });

/** A time as Naxon AI's documentation writes it, in whole seconds. @param time milliseconds since 1970 */
const toSince = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, '+0000');

/** N3 for one model, N4 for all. @param sort the time that `since` is compared with */
const conversations =
	(sort: 'created_at' | 'updated_at', identity?: (conversation: IDataObject) => unknown[]) =>
	(context: IPollFunctions, since?: number) => {
		const model = modelOf(context);
		return createListReader(context, naxonAi, {
			request: {
				method: 'GET',
				url: model === '' ? '/conversations' : `/models/${encodeURIComponent(model)}/conversations`,
				qs: { sort, ...(since !== undefined && { since: toSince(since) }) },
			},
			pagination: byPage,
			time: sort,
			identity,
			total: 'total_rows',
			filteredSince: true,
		});
	};

const scope = (context: IPollFunctions) => [modelOf(context)];

export const newConversation: PollEvent = {
	name: 'New Conversation',
	value: 'newConversation',
	description: 'When a user has begun a conversation',
	...newEntries({
		scope,
		list: conversations('created_at'),
		maxRemembered: MAX_REMEMBERED,
		simplify: simplifyConversation,
	}),
};

/** A conversation is new again with each new message; of two in the same second, the message distinguishes the second. */
export const updatedConversation: PollEvent = {
	name: 'New or Updated Conversation',
	value: 'updatedConversation',
	description:
		'When a conversation has begun or gone on. What happened in it since the last poll comes as one item.',
	...newEntries({
		scope,
		list: conversations(
			'updated_at',
			({ id, updated_at: updated, most_recent_message: message }) => [id, updated, message ?? null],
		),
		maxRemembered: MAX_REMEMBERED,
		simplify: simplifyConversation,
	}),
};
