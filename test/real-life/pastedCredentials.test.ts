/** What people paste into the fields of a credential together with a key or an address, or in place of it. */

import { anyCom } from '../support/vendors/anyCom';
import { naxonAi } from '../support/vendors/naxonAi';
import { selarti } from '../support/vendors/selarti';
import { vardast } from '../support/vendors/vardast';
import { useVendor } from '../support/useVendor';

const clients = {
	Selarti: useVendor(selarti),
	AnyCom: useVendor(anyCom),
	'Naxon AI': useVendor(naxonAi),
	Vardast: useVendor(vardast),
};
const lists: Record<string, object> = {
	Selarti: { resource: 'company', operation: 'getAll' },
	AnyCom: { resource: 'channel', operation: 'getAll' },
	'Naxon AI': { resource: 'model', operation: 'getAll' },
	Vardast: { resource: 'channel', operation: 'getAll' },
};

describe.each(Object.entries(clients))('%s', (name, client) => {
	// https://github.com/oriondesign2015/n8n-nodes-evolution-api/issues/28
	test.each([
		['a query', (url: string) => `${url}?key=1`],
		['an anchor', (url: string) => `${url}/#/chats`],
		['a user', (url: string) => url.replace('://', '://me:secret@')],
		['a user alone', (url: string) => url.replace('://', '://me@')],
	])(
		'is asked nothing at an address with %s in it, and the credential test says why',
		async (_title, change) => {
			const baseUrl = change(client.sandbox.url);
			const { error } = await client.run({ ...lists[name] }, { credential: { baseUrl } });
			expect(error?.message).toMatch(
				/Base URL of the credential has more in it than an address: leave out a user name, "\?" and "#"/,
			);
			expect(error?.message).not.toContain('secret');
			const result = await client.testCredential({ baseUrl });
			expect(result.status).toBe('Error');
			expect(client.sandbox.requests).toEqual([]);
		},
	);

	// https://github.com/axios/axios/issues/1570, https://github.com/jundot/omlx/pull/1804
	test.each([['ключ'], ['abc—def'], ['“abc”'], ['a\nb']])(
		'sends no other key in place of one that no header carries: %j',
		async (key) => {
			const field = { AnyCom: 'authKey', 'Naxon AI': 'apiToken' }[name] ?? 'apiKey';
			const { error } = await client.run({ ...lists[name] }, { credential: { [field]: key } });
			expect(error?.message).toMatch(
				/of the credential has a line break or another character that no key has/,
			);
			expect(client.sandbox.requests).toEqual([]);
		},
	);
});

// https://github.com/jsonwebtoken/jsonwebtoken.github.io/issues/737, https://github.com/nuxt-community/auth-module/issues/95
describe('a token pasted with the word before it', () => {
	const { run, sandbox, testCredential } = clients['Naxon AI'];

	test.each([['Bearer abc'], ['bearer  abc'], [' Bearer abc\n']])(
		'is not sent as "Bearer Bearer": %j',
		async (apiToken) => {
			const { error } = await run({ ...lists['Naxon AI'] }, { credential: { apiToken } });
			expect(error?.message).toMatch(
				/API Token of the credential begins with "Bearer", which is added by itself: leave it out/,
			);
			expect((await testCredential({ apiToken })).status).toBe('Error');
			expect(sandbox.requests).toEqual([]);
		},
	);

	test('is sent where the header is the user\u2019s own', async () => {
		const credential = { apiToken: 'Bearer abc', sendAs: 'header', headerName: 'X-Token' };
		await run({ ...lists['Naxon AI'] }, { credential });
		expect(sandbox.requests[0].headers['x-token']).toBe('Bearer abc');
	});
});
