import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
	INodeProperties,
} from 'n8n-workflow';

import { copyOf } from '../util/objects';
import { trimmed } from '../util/text';

/** The authentication methods that use a secret, which a credential holds. */
export type SecretMethod = 'queryToken' | 'headerAuth' | 'basicAuth';

/** A token that can be guessed protects nothing. */
const MIN_TOKEN_LENGTH = 16;
const MIN_PASSWORD_LENGTH = 8;

/** The fields of a credential for a webhook, without what is pasted along with them. */
export function readSecrets(credential: ICredentialDataDecryptedObject) {
	const [token, headerName, headerValue, user, password] = [
		'token',
		'headerName',
		'headerValue',
		'user',
		'password',
	].map((name) => trimmed(String(credential[name] ?? '')));
	return { token, headerName, headerValue, user, password };
}

const PROBLEMS: Readonly<
	Record<SecretMethod, (secrets: ReturnType<typeof readSecrets>) => string | undefined>
> = {
	queryToken: ({ token }) => {
		if (token === '') return 'has no Token';
		if (!/^[\w-]+$/.test(token))
			return 'has a Token with other characters than letters, digits, - and _, which a URL would change';
		return token.length < MIN_TOKEN_LENGTH
			? `has a Token of less than ${MIN_TOKEN_LENGTH} characters`
			: undefined;
	},
	headerAuth: ({ headerName, headerValue }) => {
		if (headerName === '' || headerValue === '') return 'has no Header Name and Header Value';
		if (!/^[a-z][\w-]*$/i.test(headerName)) return 'has a Header Name that is none';
		return headerValue.length < MIN_PASSWORD_LENGTH
			? `has a Header Value of less than ${MIN_PASSWORD_LENGTH} characters`
			: undefined;
	},
	basicAuth: ({ user, password }) => {
		if (user === '' || password === '') return 'has no User and Password';
		if (user.includes(':')) return 'has a User with a colon, which Basic Auth does not allow';
		return password.length < MIN_PASSWORD_LENGTH
			? `has a Password of less than ${MIN_PASSWORD_LENGTH} characters`
			: undefined;
	},
};

/**
 * What a credential lacks for these authentication methods.
 *
 * @returns text that follows "The credential …"; undefined when it lacks nothing
 */
export function validateSecrets(
	credential: ICredentialDataDecryptedObject,
	methods: readonly SecretMethod[],
): string | undefined {
	const secrets = readSecrets(credential);
	return methods
		.map((method) => PROBLEMS[method](secrets))
		.find((problem) => problem !== undefined);
}

/** What n8n runs when the credential is saved: no server can check the secrets, so only their form and completeness are checked. */
export async function testSecrets(
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = credential.data ?? {};
	const { token, headerName, headerValue, user, password } = readSecrets(data);
	const given: SecretMethod[] = [];
	if (headerName !== '' || headerValue !== '') given.push('headerAuth');
	if (user !== '' || password !== '') given.push('basicAuth');
	if (token !== '' || given.length === 0) given.push('queryToken');
	const problem = validateSecrets(data, given);
	return problem
		? { status: 'Error', message: `The credential ${problem}.` }
		: { status: 'OK', message: 'The secrets can be used.' };
}

/** The fields of a credential for a webhook. Each is needed for the authentication method that is named in it. */
const FIELDS: INodeProperties[] = [
	{
		displayName: 'Token',
		name: 'token',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'For Query Token: at least 16 letters and digits that nobody can guess, e.g. from a password manager. Add ?token= and the token to the URL that you give to the vendor.',
	},
	{
		displayName: 'Header Name',
		name: 'headerName',
		type: 'string',
		default: '',
		placeholder: 'e.g. X-Webhook-Secret',
		description: 'For Header Auth: the header that your proxy adds',
	},
	{
		displayName: 'Header Value',
		name: 'headerValue',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'For Header Auth: the secret that stands in that header',
	},
	{
		displayName: 'User',
		name: 'user',
		type: 'string',
		default: '',
		description: 'For Basic Auth: the user that your proxy names',
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'For Basic Auth: the password of that user',
	},
];

/** The same for a credential, which n8n may change. */
export const secretFields = (): INodeProperties[] => copyOf(FIELDS);
