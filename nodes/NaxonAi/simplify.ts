import type { IDataObject } from 'n8n-workflow';

import type { FieldSelector } from '../shared/operations/types';
import { getPath } from '../shared/util/objects';

/** A time of Naxon AI's, e.g. `2025-05-05T05:05:05+0700`, as ISO 8601 in UTC; anything else as it came. */
function isoOf(value: unknown): unknown {
	const [, start, minutes] =
		/^(\d{4}-\d\d-\d\dT[\d:.]{5,20}[+-]\d\d):?(\d\d)$/.exec(String(value)) ?? [];
	const moment = new Date(`${start}:${minutes}`);
	return Number.isNaN(moment.getTime()) ? value : moment.toISOString();
}

const time =
	(path: string): FieldSelector =>
	(record: IDataObject) =>
		isoOf(getPath(record, path));

export const simplifyConversation: Record<string, FieldSelector> = {
	id: 'id',
	modelId: 'model_id',
	modelName: 'model_name',
	platform: 'platform',
	platformUserId: 'platform_user_id',
	mostRecentMessage: 'most_recent_message.message',
	mostRecentMessageSender: 'most_recent_message.sender',
	mostRecentMessageCreatedAt: time('most_recent_message.created_at'),
	createdAt: time('created_at'),
	updatedAt: time('updated_at'),
};
