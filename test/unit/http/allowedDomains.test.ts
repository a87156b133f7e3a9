import type * as allowedDomains from '../../../nodes/shared/http/allowedDomains';
import { plainNode, plainVendor } from '../../support/fakeVendor';

/** The module with a version of n8n-workflow, or the installed one. */
function load(n8nWorkflow?: object) {
	jest.resetModules();
	if (n8nWorkflow) jest.doMock('n8n-workflow', () => n8nWorkflow);
	else jest.dontMock('n8n-workflow');
	return (require('../../../nodes/shared/http/allowedDomains') as typeof allowedDomains)
		.allowedDomainsOf;
}

const credential = { allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' };
const vendor = { ...plainVendor, defaultBaseUrl: 'https://vendor.example' };

test.each<[string | undefined]>([[undefined], ['example.net']])(
	'versions of n8n without limits for credentials keep the limit of the request: %p',
	(known) => {
		const { allowed, isAllowed } = load({})(plainNode, vendor, credential, known);
		expect(allowed).toBe(known);
		expect(isAllowed('https://example.org')).toBe(true);
	},
);

test.each<[string, string | undefined, Record<string, string>, boolean[]]>([
	['no limit', undefined, { allowedHttpRequestDomains: 'all' }, [true, true, true]],
	['the limit of the credential', undefined, credential, [true, true, false]],
	['the limit of the request', 'example.org', credential, [false, false, true]],
])('%s decides which addresses are allowed', (_name, known, given, expected) => {
	const { isAllowed } = load()(plainNode, vendor, given, known);
	const hosts = ['example.com', 'vendor.example', 'example.org'];
	expect(hosts.map((host) => isAllowed(`https://${host}/x`))).toEqual(expected);
});
