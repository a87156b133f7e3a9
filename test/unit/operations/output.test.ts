import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';

import { toErrorItem, toItems, toJson, toNodeError } from '../../../nodes/shared/operations/output';
import type { OutputOptions } from '../../../nodes/shared/operations/types';
import { plainNode } from '../../support/fakeVendor';

const raw = { simplify: false, secrets: false };
const simplified = { simplify: true, secrets: false };

test.each<[unknown, OutputOptions, IDataObject]>([
	['a', { valueKey: 'name' }, { name: 'a' }],
	[null, { valueKey: 'name' }, { name: null }],
	['done', {}, { success: true, message: 'done' }],
])('the plain value %j with %j becomes an object', (entry, output, json) => {
	expect(toJson(entry, output, raw)).toEqual(json);
});

describe('an object', () => {
	const entry = { id: 1, key: 's', name: 'n' };

	test('is itself unless a simplified version is known and wanted', () => {
		expect(toJson(entry, {}, simplified)).toBe(entry);
		expect(toJson(entry, { simplify: { ID: 'id' } }, raw)).toBe(entry);
	});

	test('is simplified by paths and functions, without what is missing', () => {
		const output: OutputOptions = {
			simplify: { ID: 'id', twice: ({ id }) => Number(id) * 2, none: 'none' },
		};
		expect(toJson(entry, output, simplified)).toStrictEqual({ ID: 1, twice: 2 });
	});

	test('is simplified by one function', () => {
		const output: OutputOptions = { simplify: ({ id }) => ({ own: id }) };
		expect(toJson(entry, output, simplified)).toEqual({ own: 1 });
	});

	test.each([
		[{ response: 'Hi' }, { response: 'Hi', text: 'Hi' }],
		[{ response: '' }, { response: '', text: '' }],
		[
			{ response: 'Hi', text: 'own' },
			{ response: 'Hi', text: 'own' },
		],
		[{ response: { a: 1 } }, { response: { a: 1 } }],
		[{ response: null }, { response: null }],
		[{}, {}],
	])("that answers a chat by %j is %j, where n8n's chat finds the text", (given, expected) => {
		expect(toJson(given, { chatText: 'response' }, raw)).toStrictEqual(expected);
	});

	test('loses its secrets unless they are wanted, and is not changed itself', () => {
		expect(toJson(entry, { secrets: ['key'] }, raw)).toStrictEqual({ id: 1, name: 'n' });
		expect(toJson(entry, { secrets: ['key'] }, { ...raw, secrets: true })).toBe(entry);
		expect(entry.key).toBe('s');
	});
});

test('toItems links each entry to its input item', () => {
	expect(toItems([{ a: 1 }, { a: 2 }], 4)).toEqual([
		{ json: { a: 1 }, pairedItem: { item: 4 } },
		{ json: { a: 2 }, pairedItem: { item: 4 } },
	]);
});

describe('an item that failed', () => {
	const error = new NodeOperationError(plainNode, 'broken');

	test('has the message, the error and a link to its input item', () => {
		expect(toErrorItem(plainNode, 3, error)).toStrictEqual({
			json: { error: 'broken' },
			error,
			pairedItem: { item: 3 },
		});
	});

	test('has no error beside its json on the error output, or n8n would drop the fields of the input item', () => {
		expect(toErrorItem({ ...plainNode, onError: 'continueErrorOutput' }, 3, error)).toStrictEqual({
			json: { error: 'broken' },
			pairedItem: { item: 3 },
		});
	});

	test('names the item, whatever failed', () => {
		expect(toNodeError(plainNode, 2, error)).toBe(error);
		expect(error.context.itemIndex).toBe(2);
		const unknown = toNodeError(plainNode, 4, new TypeError('odd'));
		expect([unknown.message, unknown.context.itemIndex]).toEqual(['odd', 4]);
	});
});
