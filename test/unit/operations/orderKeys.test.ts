import type { IHttpRequestOptions } from 'n8n-workflow';

import { orderKeysOf, orderLocations } from '../../../nodes/shared/operations/orderKeys';
import { body, path, query } from '../../../nodes/shared/operations/requestBuilder';
import { aField, anOperation } from '../../support/operationRun';

const operation = (...orderedBy: string[]) =>
	anOperation({
		name: 'Send',
		request: { method: 'POST', url: '/chats/{chat_id}/send' },
		orderedBy,
		fields: [
			aField('chat', { sendIn: path('chat_id') }),
			aField('text', { sendIn: body('args.text') }),
			aField('unsent'),
		],
		optional: { displayName: 'Filters', fields: [aField('q', { sendIn: query('q.r') })] },
	});

const request: IHttpRequestOptions = {
	url: '/chats/a%2Fb/send',
	body: { args: { text: 'Hi' } },
	qs: { 'q.r': 7 },
};

test.each<[string[], string[]]>([
	[['chat_id'], ['a%2Fb']],
	[['args.text'], ['Hi']],
	[['q.r'], ['7']],
	[['q.r', 'chat_id', 'args.text'], ['7\na%2Fb\nHi']],
	[[], []],
])('a write ordered by %j has the keys %j', (orderedBy, keys) => {
	expect(orderKeysOf(operation(...orderedBy), request)).toEqual(keys);
});

test('a write without a value at its location has no key', () => {
	expect(orderKeysOf(operation('q.r'), { url: '/' })).toEqual([]);
	expect(orderKeysOf(operation('args.text'), { url: '/' })).toEqual([]);
	expect(orderKeysOf(operation('args.text'), { url: '/', body: { args: { text: '' } } })).toEqual(
		[],
	);
});

test('each entry of a list is a key of its own', () => {
	expect(
		orderKeysOf(operation('args.text'), { url: '/', body: { args: { text: [1, 'b'] } } }),
	).toEqual(['1', 'b']);
});

test('the locations are those of the fields, in the order of their names', () => {
	expect(orderLocations(operation('args.text', 'chat_id')).map(({ in: part }) => part)).toEqual([
		'body',
		'path',
	]);
	expect(orderLocations(anOperation())).toEqual([]);
});

test.each(['text', 'unsent', 'args'])('%j, which no field sends, is refused', (name) => {
	expect(() => orderLocations(operation('chat_id', name))).toThrow(
		`The operation Send is ordered by ${name}, which none of its fields sends`,
	);
});
