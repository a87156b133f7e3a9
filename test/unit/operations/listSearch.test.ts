import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { currentValue, fetchEntries } from '../../../nodes/shared/operations/listSearch';
import { createFakeVendor, plainVendor, response } from '../../support/fakeVendor';

test.each<[unknown, string]>([
	[undefined, ''],
	['', ''],
	['c1', 'c1'],
	['={{ $json.c }}', ''],
	[{ mode: 'id', value: 'c2' }, 'c2'],
	[{ mode: 'list', value: null }, ''],
	[{ value: '={{ 1 }}' }, ''],
	[7, '7'],
])('currentValue reads the field %j of the editor as %j', (value, expected) => {
	const context = { getCurrentNodeParameter: () => value } as unknown as ILoadOptionsFunctions;
	expect(currentValue(context, 'company')).toBe(expected);
});

test('fetchEntries sends a read, with authentication unless the list is public', async () => {
	const { itemContext, sent } = createFakeVendor([response(500, { message: 'Oh' })]);
	const context = itemContext as ILoadOptionsFunctions;
	const options = { method: 'POST', url: '/l' } as const;
	await expect(fetchEntries(context, plainVendor, options)).rejects.toThrow(
		'Vendor: Oh (HTTP 500). The fault is at the vendor: try again later.',
	);
	await expect(fetchEntries(context, plainVendor, options, undefined, true)).rejects.toThrow('Oh');
	expect(sent.map(({ credential }) => credential !== undefined)).toEqual([true, false]);
});

test('fetchEntries retries for three seconds at most', async () => {
	const { itemlessContext, sent } = createFakeVendor([response(429, {}, { 'retry-after': '4' })]);
	const context = itemlessContext as ILoadOptionsFunctions;
	await expect(fetchEntries(context, plainVendor, { url: '/l' })).rejects.toThrow('HTTP 429');
	expect(sent).toHaveLength(1);
});
