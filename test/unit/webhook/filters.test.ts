import { readFilters, withoutLocation } from '../../../nodes/shared/webhook/filters';
import type { OperationField } from '../../../nodes/shared/operations/types';

const filters = readFilters({
	a: ' x ',
	n: 7,
	z: 0,
	l: { value: ' y ' },
	e: { value: '' },
	o: {},
	none: null,
	many: ['a', ' ', 3, {}] as string[],
	lines: ' a\nb,, c ',
});

test('an ID is a text, a number or the value of a locator', () => {
	expect(['a', 'n', 'z', 'l', 'e', 'o', 'none', 'missing'].map(filters.id)).toEqual([
		'x',
		'7',
		'0',
		'y',
		undefined,
		undefined,
		undefined,
		undefined,
	]);
});

test('a list is an array or a text with separators, without empty entries', () => {
	expect(['many', 'lines', 'n', 'none', 'missing'].map(filters.list)).toEqual([
		['a', '3'],
		['a', 'b', 'c'],
		['7'],
		[],
		[],
	]);
});

test('the fields of filters lose the location of a request', () => {
	const field: OperationField = {
		displayName: 'F',
		name: 'f',
		type: 'string',
		default: '',
		sendIn: { in: 'query', name: 'f' },
	};
	expect(withoutLocation([field])).toStrictEqual([
		{ displayName: 'F', name: 'f', type: 'string', default: '' },
	]);
});
