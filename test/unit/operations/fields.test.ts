import {
	allFieldsOf,
	collectionName,
	limit,
	optionalLocator,
	options,
	resourceLocator,
	returnAll,
	sentFieldsOf,
	simplify,
} from '../../../nodes/shared/operations/fields';
import { query } from '../../../nodes/shared/operations/requestBuilder';
import { aField, anOperation } from '../../support/operationRun';

test.each([
	['Additional Fields', 'additionalFields'],
	['Filters', 'filters'],
	['Tags', 'tags'],
])('the collection %s has the parameter %s', (displayName, name) => {
	expect(collectionName(displayName)).toBe(name);
});

test('the fields of an operation come in their order', () => {
	const own = aField('a');
	const inner = aField('b');
	const operation = anOperation({
		fields: [own],
		list: 'unpaged',
		output: { simplify: {}, secrets: ['s'] },
		optional: { displayName: 'Additional Fields', fields: [inner] },
	});
	expect(allFieldsOf(operation)).toEqual([
		own,
		returnAll,
		limit,
		simplify,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [inner],
		},
		options,
	]);
	expect(sentFieldsOf(operation)).toEqual([own, inner]);
});

test('an operation may have no fields', () => {
	for (const operation of [anOperation(), anOperation({ output: { envelopeKey: 'k' } })])
		expect([allFieldsOf(operation), sentFieldsOf(operation)]).toEqual([[], []]);
});

describe('a resource locator', () => {
	const chat = {
		displayName: 'Chat',
		name: 'chat',
		searchMethod: 'searchChats',
		description: 'The chat',
		example: '9',
	};
	const modes = [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a chat...',
			typeOptions: { searchListMethod: 'searchChats', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 9' },
	];

	test('is required, picked from a list or given by ID, and sent only where it says so', () => {
		expect(resourceLocator(chat)).toStrictEqual({
			displayName: 'Chat',
			name: 'chat',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The chat',
			modes,
		});
	});

	test('may be sent, optional, named otherwise and narrowed by others', () => {
		const more = {
			sendIn: query('chat'),
			required: false,
			displayName: 'Order',
			idLabel: 'By Number',
			dependsOn: ['a', 'b'],
		};
		expect(resourceLocator({ ...chat, ...more })).toMatchObject({
			required: false,
			sendIn: more.sendIn,
			typeOptions: { loadOptionsDependsOn: ['a.value', 'b.value'] },
			modes: [{ placeholder: 'Select an order...' }, { displayName: 'By Number' }],
		});
	});

	test('that may be left empty shows what that means', () => {
		const locator = optionalLocator(resourceLocator(chat), 'All chats', 'Only of this chat');
		expect(locator).toEqual({
			...resourceLocator(chat),
			required: false,
			description: 'Only of this chat',
			modes: [{ ...modes[0], placeholder: 'All chats' }, modes[1]],
		});
		expect(optionalLocator(aField('a'), 'All', 'Any').modes).toBeUndefined();
	});
});
