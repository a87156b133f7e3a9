/** What an older n8n does not have. */

test('versions of n8n that know no limits for credentials set none', () => {
	jest.doMock('n8n-workflow', () => ({}));
	const { domainsOf } = require('../../../nodes/shared/domains');
	const domains = domainsOf({} as any, {} as any, {
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'example.com',
	});
	expect(domains.allowed).toBeUndefined();
	expect(domains.include('https://example.org')).toBe(true);
});
