/** Parameters, input items and records that several tests of Vardast's node use. */

import { uuid } from '../../support/sandbox/invent';
import { known } from '../../support/sandbox/vardast';
import { byId } from '../../support/vendors/parameters';

export const inChannel = { channel: byId(known.channel.id) };
export const pair = { ...inChannel, contact: byId(known.contact.id) };
export const processing = {
	resource: 'message',
	operation: 'process',
	...pair,
	message: '={{ $json.secret }}',
};
export const contacts = { resource: 'contact', operation: 'getAll' };
export const channels = { resource: 'channel', operation: 'getAll' };
export const assistants = { resource: 'assistant', operation: 'getAll' };
export const newAssistant = {
	resource: 'assistant',
	operation: 'create',
	assistantName: 'شب',
	model: 'tiny',
	apiKey: '={{ $json.secret }}',
};
export const newPrompt = {
	resource: 'prompt',
	operation: 'create',
	assistant: byId(known.assistant.id),
	text: 'گرم',
	promptJson: '{}',
	createdBy: 'n8n',
};
export const info = { resource: 'usage', operation: 'getInfo' };
export const activity = { resource: 'usage', operation: 'getActivity' };
export const orders = { resource: 'order', operation: 'getAll', ...inChannel };

/** An item with a text that no error may contain. */
export const secretItem = { secret: 'a message for نگار' };

/** Invented records, numbered from `from`. */
export const records = (count: number, from: number = 0) =>
	Array.from({ length: count }, (_, index) => ({
		id: uuid(`record ${from + index}`),
		name: `شماره ${from + index}`,
	}));
