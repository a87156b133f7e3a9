/** Switches, numbers, texts, IDs and lists as sheets, people and models give them. */

import {
	toBoolean,
	toId,
	toIdList,
	toInteger,
	toJsonObject,
	toSendable,
	toText,
	toTextList,
} from '../../nodes/shared/operations/serializers';
import type { Serializer } from '../../nodes/shared/operations/serializers';
import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

const { run, sandbox } = useVendor(selarti);

const errorOf = (serializer: Serializer, value: unknown): string => {
	try {
		return JSON.stringify(toSendable(serializer(value, 'UTC')));
	} catch (error) {
		return (error as Error).message;
	}
};

// https://github.com/n8n-io/n8n/pull/10702
describe('a switch', () => {
	test.each(['TRUE', 'true', ' Yes ', 'y', 'on', 1, '1', '۱', true, 'ИСТИНА', 'sim', 'بله'])(
		'is on: %j',
		(value) => expect(toBoolean(value, '')).toBe(true),
	);
	test.each(['FALSE', 'false', 'No', 'n', 'off', 0, '0', false, 'нет', 'não', 'na\u0303o', 'خیر'])(
		'is off: %j',
		(value) => expect(toBoolean(value, '')).toBe(false),
	);

	test.each([
		'={{ "false" }}',
		'={{ "no" }}',
		'={{ "0" }}',
		'={{ 0 }}',
		'={{ "" }}',
		'={{ null }}',
	])('Return All that gives %s returns up to Limit', async (returnAll) => {
		const { items } = await run({ resource: 'thread', operation: 'getAll', returnAll, limit: 2 });
		expect(items).toHaveLength(2);
	});

	test('Return All that gives neither is an error that names it', async () => {
		const { error } = await run({
			resource: 'thread',
			operation: 'getAll',
			returnAll: '={{ "maybe" }}',
		});
		expect(error?.message).toBe('Return All must be true or false [item 0]');
	});
});

describe('a number', () => {
	test.each<[string, Serializer, unknown]>([
		['a text or a number, not NaN', toText, NaN],
		['a text or a number, not Infinity', toText, Infinity],
		[
			'a text in quotes, because a number this long loses its last digits',
			toText,
			7615917337495251230,
		],
		['a text in quotes, because a number this long loses its last digits', toId, 9007199254740992],
		['a whole number of at most 9007199254740991', toInteger, '7615917337495251230'],
		['a whole number of at most 9007199254740991', toInteger, 9007199254740992],
		['a whole number', toInteger, NaN],
		[
			'a text in quotes, because a number this long loses its last digits',
			toJsonObject,
			'{"a":[{"id":7615917337495251230}]}',
		],
		['a text or a number, not Infinity', toJsonObject, { a: 1e999 }],
		['12', toInteger, ' ۱۲ '],
		['-12', toInteger, '−12'],
		['9007199254740991', toInteger, '9007199254740991'],
	])('%s: %p of %p', (expected, serializer, value) => {
		expect(errorOf(serializer, value)).toBe(expected);
	});

	// https://github.com/n8n-io/n8n/issues/39127
	test('that is none is never sent to a customer', async () => {
		const sending = { resource: 'message', operation: 'send', thread: byId(known.thread) };
		const { error } = await run({ ...sending, message: '={{ Number("x") }}' });
		expect(error?.message).toBe('Message must be a text or a number, not NaN [item 0]');
		expect(sandbox.requestsTo('S11')).toHaveLength(0);
	});
});

test.each(['  \n ', '\u200b', '\u00a0\u2060\ufeff'])(
	'a message of %j is empty',
	async (message) => {
		const { error } = await run({
			resource: 'message',
			operation: 'send',
			thread: byId(known.thread),
			message,
		});
		expect(error?.message).toBe('Message is empty [item 0]');
	},
);

describe('an ID', () => {
	test.each<[unknown, string]>([
		['id\n', 'id'],
		['\u200bid\u00a0', 'id'],
		['\ufeffi\u00add', 'id'],
		[' می‌نا‌ ', 'می‌نا'],
		['\r\n\t id \u200f', 'id'],
		[12, '12'],
	])('%j loses what was copied along with it', (typed, id) => {
		expect(toId(typed, '')).toBe(id);
	});

	test('of two lines is refused', () => {
		expect(() => toId('a\nb', '')).toThrow('one ID, without a line break in it');
	});

	test('reaches the vendor without it', async () => {
		const { error } = await run({
			resource: 'thread',
			operation: 'get',
			thread: byId(` ${known.thread}\u200b\n`),
		});
		expect(error).toBeUndefined();
		expect(sandbox.requestsTo('S5')[0].query).toMatchObject({ thread_id: known.thread });
	});
});

describe('a list', () => {
	test.each<[unknown, string[]]>([
		['998 90 1; 998 90 2', ['998 90 1', '998 90 2']],
		['998، 999؛ 997', ['998', '999', '997']],
		['a，b；c、d', ['a', 'b', 'c', 'd']],
		['a|b\tc\r\nd\u2028e', ['a', 'b', 'c', 'd', 'e']],
		["['a', 'b']", ['a', 'b']],
		["('a', 'b')", ['a', 'b']],
		['[a, b]', ['a', 'b']],
		['["a", "b,c"]', ['a', 'b,c']],
		['```json\n["a", "b"]\n```', ['a', 'b']],
		['"a, b", c', ['a, b', 'c']],
		['- a\n- b', ['a', 'b']],
		['* a\n* b', ['a', 'b']],
		['• a\n• b', ['a', 'b']],
		['1. a\n2. b', ['a', 'b']],
		['1) a\n2) b', ['a', 'b']],
		["O'Brien, D'Arcy", ["O'Brien", "D'Arcy"]],
		['-100123\n-100124', ['-100123', '-100124']],
		['[7615917337495251230, 7615917337495251231]', ['7615917337495251230', '7615917337495251231']],
		[
			['a', ' b\u200b', 7, ''],
			['a', 'b', '7'],
		],
	])('%j', (given, list) => {
		expect(toTextList(given, '')).toEqual(list);
	});

	test('of IDs has them apart by spaces too', () => {
		expect(toIdList('1721x1 1722x2,1723x3', '')).toEqual(['1721x1', '1722x2', '1723x3']);
	});
});

describe('half an emoji, as slice leaves it,', () => {
	test('is sent as well-formed text', async () => {
		await run({
			resource: 'message',
			operation: 'send',
			thread: byId(known.thread),
			message: '={{ "Hi 😀".slice(0, 4) }}',
		});
		expect(sandbox.requestsTo<{ message: string }>('S11')[0].body.message).toBe('Hi \ufffd');
	});

	test('is made well-formed inside lists and objects too', () => {
		const half = '\ud83d';
		expect(toSendable({ [half]: [half, { a: half }] })).toEqual({
			'\ufffd': ['\ufffd', { a: '\ufffd' }],
		});
	});
});

// https://github.com/Budibase/budibase/pull/7210
describe('a filter that was added and gives nothing', () => {
	test.each<[string, object]>([
		['Task', { task: byId('={{ $json.missing }}') }],
		['External ID', { externalId: '={{ "" }}' }],
		['External ID', { externalId: ' ' }],
	])('is an error that names it, and not the whole account: %s %j', async (name, filters) => {
		const { error } = await run({ resource: 'thread', operation: 'getAll', filters });
		expect(error?.message).toBe(`${name} is empty: fill it in, or remove it from Filters [item 0]`);
		expect(sandbox.requestsTo('S5')).toHaveLength(0);
	});

	test('is a date that would make a mass send leave at once', async () => {
		const { error } = await run({
			resource: 'message',
			operation: 'sendList',
			threadList: known.thread,
			message: 'Hi',
			additionalFields: { startDate: '={{ $json.missing }}' },
		});
		expect(error?.message).toBe(
			'Start Date is empty: fill it in, or remove it from Additional Fields [item 0]',
		);
	});

	test('is a tag that nobody would change', async () => {
		const { error } = await run({
			resource: 'thread',
			operation: 'updateTag',
			thread: byId(known.thread),
			tags: { success: '={{ $json.missing }}', close: true },
		});
		expect(error?.message).toBe('Success is empty: fill it in, or remove it from Tags [item 0]');
	});
});
