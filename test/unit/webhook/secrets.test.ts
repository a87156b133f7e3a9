import type { ICredentialDataDecryptedObject, ICredentialsDecrypted } from 'n8n-workflow';

import {
	readSecrets,
	secretFields,
	testSecrets,
	validateSecrets,
} from '../../../nodes/shared/webhook/secrets';
import type { SecretMethod } from '../../../nodes/shared/webhook/secrets';

const full = {
	token: ' abcdefgh_-234567 ',
	headerName: ' X-A_1 ',
	headerValue: ' 12345678 ',
	user: ' u ',
	password: ' 12345678 ',
};

test('secrets are read without white space around them', () => {
	expect(readSecrets(full)).toEqual({
		token: 'abcdefgh_-234567',
		headerName: 'X-A_1',
		headerValue: '12345678',
		user: 'u',
		password: '12345678',
	});
	expect(readSecrets({})).toEqual({
		token: '',
		headerName: '',
		headerValue: '',
		user: '',
		password: '',
	});
});

const badCharacters =
	'has a Token with other characters than letters, digits, - and _, which a URL would change';
const rows: Array<[SecretMethod, ICredentialDataDecryptedObject, string | undefined]> = [
	['queryToken', {}, undefined],
	['headerAuth', {}, undefined],
	['basicAuth', {}, undefined],
	['queryToken', { token: '' }, 'has no Token'],
	['queryToken', { token: 'abcdefgh 1234567' }, badCharacters],
	['queryToken', { token: '=abcdefgh1234567' }, badCharacters],
	['queryToken', { token: 'abcdefgh1234567+' }, badCharacters],
	['queryToken', { token: 'abcdefgh1234567' }, 'has a Token of less than 16 characters'],
	['headerAuth', { headerName: '' }, 'has no Header Name and Header Value'],
	['headerAuth', { headerValue: '' }, 'has no Header Name and Header Value'],
	['headerAuth', { headerName: '1a' }, 'has a Header Name that is none'],
	['headerAuth', { headerName: 'a b' }, 'has a Header Name that is none'],
	['headerAuth', { headerName: ':a' }, 'has a Header Name that is none'],
	['headerAuth', { headerName: 'a' }, undefined],
	['headerAuth', { headerValue: '1234567' }, 'has a Header Value of less than 8 characters'],
	['basicAuth', { user: '' }, 'has no User and Password'],
	['basicAuth', { password: '' }, 'has no User and Password'],
	['basicAuth', { user: 'a:b' }, 'has a User with a colon, which Basic Auth does not allow'],
	['basicAuth', { password: '1234567' }, 'has a Password of less than 8 characters'],
];
test.each(rows)('for %s, a credential with %j: %s', (method, data, problem) => {
	expect(validateSecrets({ ...full, ...data }, [method])).toBe(problem);
	expect(validateSecrets({ ...full, ...data }, [])).toBeUndefined();
});

test('the credential test checks what is filled in', async () => {
	const resultOf = async (data?: ICredentialDataDecryptedObject) =>
		Object.values(
			await testSecrets({ id: '1', name: 'n', type: 't', data } satisfies ICredentialsDecrypted),
		).join(': ');
	const ok = 'OK: The secrets can be used.';
	expect(await resultOf(full)).toBe(ok);
	expect(await resultOf({ token: full.token })).toBe(ok);
	expect(await resultOf({ user: 'u', password: '12345678' })).toBe(ok);
	expect(await resultOf({ headerName: 'a', headerValue: '12345678' })).toBe(ok);
	expect(await resultOf()).toBe('Error: The credential has no Token.');
	expect(await resultOf({ token: 'short', headerName: 'a', headerValue: '12345678' })).toBe(
		'Error: The credential has a Token of less than 16 characters.',
	);
	for (const half of [
		{ headerName: 'a' },
		{ headerValue: 'a' },
	] as ICredentialDataDecryptedObject[])
		expect(await resultOf({ ...half, token: full.token })).toBe(
			'Error: The credential has no Header Name and Header Value.',
		);
	for (const half of [{ user: 'a' }, { password: 'a' }] as ICredentialDataDecryptedObject[])
		expect(await resultOf({ ...half, token: full.token })).toBe(
			'Error: The credential has no User and Password.',
		);
});

test('the secrets among the fields are passwords', () => {
	expect(
		secretFields().map(({ displayName, name, type, typeOptions, default: value }) => [
			displayName,
			name,
			type,
			typeOptions?.password ?? false,
			value,
		]),
	).toEqual([
		['Token', 'token', 'string', true, ''],
		['Header Name', 'headerName', 'string', false, ''],
		['Header Value', 'headerValue', 'string', true, ''],
		['User', 'user', 'string', false, ''],
		['Password', 'password', 'string', true, ''],
	]);
	expect(secretFields().map(({ description }) => description?.split(/:/)[0])).toEqual([
		'For Query Token',
		'For Header Auth',
		'For Header Auth',
		'For Basic Auth',
		'For Basic Auth',
	]);
	expect(secretFields()[1].placeholder).toBe('e.g. X-Webhook-Secret');
});

test('secrets are used without what is pasted along with them', () => {
	const data = {
		token: ' a-token-that-is-long-enough\n',
		headerName: '\u200bX-Secret\u2060',
		headerValue: '\tlong-enough\r\n',
		user: '\u00a0ann ',
		password: '\ufefflong-enough',
	};
	expect(readSecrets(data)).toEqual({
		token: 'a-token-that-is-long-enough',
		headerName: 'X-Secret',
		headerValue: 'long-enough',
		user: 'ann',
		password: 'long-enough',
	});
});
