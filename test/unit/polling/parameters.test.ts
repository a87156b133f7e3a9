import type { IPollFunctions } from 'n8n-workflow';

import { forEvents, getIdParameter } from '../../../nodes/shared/polling/parameters';
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
