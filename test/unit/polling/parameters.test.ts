import type { IPollFunctions } from 'n8n-workflow';

import { forEvents, getIdParameter, readSimplify } from '../../../nodes/shared/polling/parameters';
import type { OperationField } from '../../../nodes/shared/operations/types';
import { pollContextOf } from '../../support/pollingFakes';

describe('forEvents', () => {
	const field: OperationField = {
		displayName: 'Field',
		name: 'field',
		type: 'string',
		default: '',
		sendIn: { in: 'body', name: 'field' },
	};
	const { sendIn: _sendIn, ...expected } = field;

	test('removes where the field is sent', () => {
		expect(forEvents(field)).toStrictEqual(expected);
	});

	test('shows the field for the events', () => {
		expect(forEvents(field, 'one', 'two')).toStrictEqual({
			...expected,
			displayOptions: { show: { triggerOn: ['one', 'two'] } },
		});
	});
});

describe('getIdParameter', () => {
	const idOf = (chat: string | number | undefined, required: boolean) =>
		getIdParameter(pollContextOf({ chat }).context, {
			name: 'chat',
			displayName: 'Chat',
			required,
		});

	test.each<[string | number | undefined, boolean, string]>([
		[' a ', true, 'a'],
		[7, true, '7'],
		['...', true, '...'],
		['.a', true, '.a'],
		['', false, ''],
		[undefined, false, ''],
	])('reads %j (required: %s) as %j', (value, required, id) => {
		expect(idOf(value, required)).toBe(id);
	});

	test('reads an expression that gives null as empty', () => {
		const context = { ...pollContextOf({}).context, getNodeParameter: () => null };
		const field = { name: 'chat', displayName: 'Chat' };
		expect(getIdParameter(context as unknown as IPollFunctions, field)).toBe('');
	});

	test.each(['', '  ', undefined])('refuses %j where an ID is required', (value) => {
		expect(() => idOf(value, true)).toThrow(
			expect.objectContaining({
				message: 'Chat is empty',
				description: 'Choose a Chat in this node, or correct the expression in it.',
			}),
		);
	});

	test.each(['.', '..'])('refuses %j, which is no ID', (value) => {
		for (const required of [false, true])
			expect(() => idOf(value, required)).toThrow(`Chat must be an ID, not "${value}"`);
	});
});

/** A poll whose fields hold these values, as they are written and as their expressions give them. */
const pollWith = (written: Record<string, unknown>, given: Record<string, unknown>) =>
	({
		getNode: () => ({ name: 'The trigger', type: 't', parameters: written }),
		getNodeParameter: (name: string, fallback: unknown) => given[name] ?? fallback,
	}) as unknown as IPollFunctions;

describe('what an expression gives a polling trigger', () => {
	const channel = { name: 'channel', displayName: 'Channel' };
	const located = { channel: { mode: 'id', value: '={{ $vars.channel }}' } };

	test.each([located, { channel: '={{ $vars.channel }}' }])(
		'is an error where it is nothing, not the whole account: %j',
		(written) => {
			expect(() => getIdParameter(pollWith(written, {}), channel)).toThrow('Channel is empty');
		},
	);

	test('may be left empty where it is no expression', () => {
		const written = { channel: { mode: 'list', value: '' } };
		expect(getIdParameter(pollWith(written, {}), channel)).toBe('');
		expect(getIdParameter(pollWith({}, {}), channel)).toBe('');
	});

	test('loses what was copied along with an ID', () => {
		expect(getIdParameter(pollWith(located, { channel: ' 3\u200b1\n' }), channel)).toBe('31');
	});

	test.each([NaN, 7615917337495251230])('is no ID where it is %p', (value) => {
		expect(() => getIdParameter(pollWith(located, { channel: value }), channel)).toThrow(
			'Channel must be a text in quotes',
		);
	});

	test.each<[unknown, boolean]>([
		['no', false],
		['FALSE', false],
		[0, false],
		['yes', true],
		[undefined, true],
		[null, true],
	])('as Simplify is %p: %p', (simplify, result) => {
		expect(readSimplify(pollWith({}, { simplify }), true)).toBe(result);
	});

	test('as Simplify is what an event without that field has, where an expression gives null', () => {
		const context = { getNodeParameter: () => null } as unknown as IPollFunctions;
		expect(readSimplify(context, true)).toBe(true);
	});

	test('as Simplify is an error where it is neither', () => {
		expect(() => readSimplify(pollWith({}, { simplify: 'maybe' }), true)).toThrow(
			'Simplify must be true or false',
		);
	});
});
