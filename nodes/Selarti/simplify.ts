import type { IDataObject } from 'n8n-workflow';

import { isoFromMilliseconds } from '../shared/operations/serializers';
import type { FieldSelector } from '../shared/operations/types';

/** A time of Selarti's, in milliseconds, as ISO 8601. */
const time =
	(key: string): FieldSelector =>
	(record: IDataObject) =>
		isoFromMilliseconds(record[key]);

export const simplifyAi: Record<string, FieldSelector> = {
	id: '_id',
	name: 'name',
	version: 'version',
	workOption: 'work option',
	startMessage: 'start_message',
	company: 'company',
	temperature: 'temperature',
	reasoningEffort: 'reasoning_effort',
	createdDate: time('Created Date'),
	modifiedDate: time('Modified Date'),
};

export const simplifyThread: Record<string, FieldSelector> = {
	id: '_id',
	title: 'title',
	chatId: 'chat_id',
	task: 'task',
	lastMessageText: 'last_message_text',
	lastMessageDate: time('last_message_date'),
	success: 'success',
	interest: 'interest',
	operator: 'operator',
	close: 'close',
};

export const simplifyMessage: Record<string, FieldSelector> = {
	id: '_id',
	text: 'text',
	messageType: 'message_type',
	messageStatus: 'message_status',
	thread: 'thread',
	task: 'task',
	company: 'company',
	createdDate: time('Created Date'),
	modifiedDate: time('Modified Date'),
};

/** For companies, tasks and channels, whose responses are undocumented: the first ten plain values, in clean names. */
export function tidy(record: IDataObject): IDataObject {
	const result: IDataObject = {};
	const { _id, name, title, ...others } = record;
	for (const [key, value] of Object.entries({ id: _id, name, title, ...others })) {
		if (value === undefined || typeof value === 'object' || Object.keys(result).length === 10)
			continue;
		// The names of a foreign answer are not searched for long.
		const clean = key
			.slice(0, 100)
			.replace(/(?<![\s_-])[\s_-]+([\p{L}\p{N}])/gu, (_match, letter: string) =>
				letter.toUpperCase(),
			)
			.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
		result[clean] = (/date$/i.test(key) ? isoFromMilliseconds(value) : value) as IDataObject;
	}
	return result;
}
