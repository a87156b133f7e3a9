import {
	cleanCredential,
	cleanUrl,
	findCredentialProblem,
	readCredential,
} from '../../../nodes/shared/http/credentialValues';
import type { Vendor } from '../../../nodes/shared/types';
import { plainVendor } from '../../support/fakeVendor';

test.each([
	['https://a.example', 'https://a.example'],
	[' http://a.example/p// \n', 'http://a.example/p'],
	['\u200bhttps://a.exa\u200bmple/\u2060', 'https://a.example'],
	['HTTPS://a', 'HTTPS://a'],
	['/', ''],
	[undefined, ''],
	[7, '7'],
])('cleanUrl reads %j as %j', (given, url) => {
	expect(cleanUrl(given)).toBe(url);
});

test('cleanCredential cleans every text, and only texts', () => {
	const given = { apiKey: '\tkey\r\n', advancedBaseUrl: ' https://a/ ', limit: 5, of: ' a/ ' };
	expect(cleanCredential(given)).toEqual({
		apiKey: 'key',
		advancedBaseUrl: 'https://a',
		limit: 5,
		of: 'a/',
	});
	expect(given.apiKey).toBe('\tkey\r\n');
});

describe('findCredentialProblem', () => {
	const vendor: Vendor = {
		...plainVendor,
		requiredFields: [
			...plainVendor.requiredFields,
			{ name: 'user', displayName: 'User', when: { sendAs: 'user' } },
		],
	};
	const complete = { key: 'a secret', baseUrl: 'https://a.example' };
	const find = (change: object) => findCredentialProblem(vendor, { ...complete, ...change });

	test('finds none in a credential that is complete', () => {
		expect(find({})).toBeUndefined();
		expect(find({ sendAs: 'user', user: 'ann' })).toBeUndefined();
		expect(find({ sendAs: 'key', user: '' })).toBeUndefined();
	});

	test.each([[undefined], [null], ['']])('says that a field is empty: %p', (key) => {
		expect(find({ key })).toBe('Key of the credential is empty');
		expect(find({ baseUrl: key })).toBe('Base URL of the credential is empty');
		expect(find({ sendAs: 'user', user: key })).toBe('User of the credential is empty');
	});

	test.each([[0], [7], [NaN], [false], [true], [{}], [[]]])(
		'says that a field is no text: %p',
		(key) => {
			expect(find({ key })).toBe('Key of the credential is no text');
		},
	);

	test.each([['two\nlines'], ['ключ'], ['a\u0000b'], ['caf\u00e9']])(
		'says that a key has a character that no key has: %j',
		(key) => {
			expect(find({ key })).toBe(
				'Key of the credential has a line break or another character that no key has',
			);
			expect(find({ sendAs: 'user', user: key })).toBeUndefined();
		},
	);

	test.each([
		['a.example'],
		['ftp://a'],
		['x https://a'],
		['https://'],
		['https:///a'],
		['https://?a'],
		['https://#a'],
		['https://a b'],
		['https://a:99999'],
		['https://[::1'],
	])('says that %j is no web address', (baseUrl) => {
		expect(find({ baseUrl })).toBe(
			'Base URL of the credential is no web address that begins with https://',
		);
	});

	test.each([['http://127.0.0.1:8080/v1'], ['https://[::1]:8443'], ['HTTPS://A.example']])(
		'takes the address %s',
		(baseUrl) => {
			expect(find({ baseUrl })).toBeUndefined();
		},
	);

	test("asks the vendor's own rule last", () => {
		const own = { ...vendor, credentialProblem: () => 'the key is odd' };
		expect(findCredentialProblem(own, complete)).toBe('the key is odd');
		expect(findCredentialProblem(own, {})).toBe('Key of the credential is empty');
	});
});

describe('readCredential', () => {
	test('gives clean values', () => {
		expect(readCredential(plainVendor, { key: ' k ', baseUrl: 'https://a/' })).toEqual({
			key: 'k',
			baseUrl: 'https://a',
		});
	});

	test('throws words that name the vendor and the field, and never a value', () => {
		expect(() => readCredential(plainVendor, { key: 'se\ncret', baseUrl: 'x' })).toThrow(
			new Error(
				'Vendor: Key of the credential has a line break or another character that no key has. Correct it, or the expression in it, then try again.',
			),
		);
	});
});
