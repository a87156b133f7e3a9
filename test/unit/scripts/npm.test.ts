import {
	explainNpmError,
	isMissingVersion,
	killProcessGroup,
	lastLines,
} from '../../../scripts/n8n/npm';

describe('explainNpmError', () => {
	it.each([
		['npm error code ENOTFOUND', /cannot reach its registry/],
		['npm error code ECONNREFUSED', /cannot reach its registry/],
		['npm error code E401', /refused/],
		['npm error code ENOSPC', /disk is full/],
		['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate/],
		['npm error code ETARGET', /does not have/],
		['npm error code EINTEGRITY', /something else than the lock file names/],
		['npm error something else', /npm says/],
	])('explains %s', (output, explanation) => {
		expect(explainNpmError(output)).toMatch(explanation);
	});
});

it('isMissingVersion tells a missing version from a missing network', () => {
	expect(isMissingVersion('npm error code ETARGET')).toBe(true);
	expect(isMissingVersion('npm error code ENOTFOUND')).toBe(false);
});

it('lastLines indents the end of a text', () => {
	expect(lastLines('1\n2\n3\n', 2)).toBe('    2\n    3');
});

it('killProcessGroup ignores a process that never started', () => {
	expect(() => killProcessGroup(undefined)).not.toThrow();
});
