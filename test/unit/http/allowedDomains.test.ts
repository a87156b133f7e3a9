import { plainNode, plainVendor } from '../../support/fakeVendor';

/** The function with another version of n8n-workflow, or with the installed one. */
async function load(n8nWorkflow?: object) {
	jest.resetModules();
	if (n8nWorkflow) jest.doMock('n8n-workflow', () => n8nWorkflow);
	else jest.dontMock('n8n-workflow');
	const { allowedDomainsOf } = await import('../../../nodes/shared/http/allowedDomains');
	return allowedDomainsOf;
}

const credential = { allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' };
const vendor = { ...plainVendor, defaultBaseUrl: 'https://vendor.example' };

test.each<[string | undefined]>([[undefined], ['example.net']])(
	'versions of n8n without limits for credentials keep the limit of the request: %p',
	async (known) => {
		const allowedDomainsOf = await load({});
		const { allowed, isAllowed } = allowedDomainsOf(plainNode, vendor, credential, known);
		expect(allowed).toBe(known);
		expect(isAllowed('https://example.org')).toBe(true);
	},
);

test.each<[string, string | undefined, Record<string, string>, boolean[]]>([
	['no limit', undefined, { allowedHttpRequestDomains: 'all' }, [true, true, true]],
	['the limit of the credential', undefined, credential, [true, true, false]],
	['the limit of the request', 'example.org', credential, [false, false, true]],
])('%s decides which addresses are allowed', async (_name, known, given, expected) => {
	const allowedDomainsOf = await load();
	const { isAllowed } = allowedDomainsOf(plainNode, vendor, given, known);
	const hosts = ['example.com', 'vendor.example', 'example.org'];
	expect(hosts.map((host) => isAllowed(`https://${host}/x`))).toEqual(expected);
});
