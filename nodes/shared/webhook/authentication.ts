import { timingSafeEqual } from 'crypto';
import { NodeOperationError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	INode,
	IWebhookFunctions,
} from 'n8n-workflow';

import { sha256Hex } from '../util/digest';
import { trimEnd } from '../util/text';
import { isAllowed, parseAllowlist } from './ipAllowlist';
import type { Range } from './ipAllowlist';
import { readSecrets, validateSecrets } from './secrets';
import type { SecretMethod } from './secrets';
import type { WebhookDefinition } from './types';

/** The authentication methods. A caller must pass all that the user chose. */
type AuthMethod = SecretMethod | 'ipAllowlist' | 'apiVerification' | 'none';

/** What a caller must fulfill. */
export interface AuthPolicy {
	/** Undefined where every address may call. */
	ranges?: Range[];
	/** The secrets in the URL, in a header and in the header `authorization`; undefined where none is required. */
	queryToken?: string;
	headerAuth?: { name: string; value: string };
	basicAuth?: string;
	/** Whether the event is to be read back from the vendor. */
	verify: boolean;
}

/** What is known of the caller of a request. */
export interface Caller {
	/** The address as n8n knows it: behind proxies it is what `N8N_PROXY_HOPS` makes of `X-Forwarded-For`. */
	address: unknown;
	query: unknown;
	headers: unknown;
}

const SECRET_METHODS: readonly SecretMethod[] = ['queryToken', 'headerAuth', 'basicAuth'];
const AUTH_METHODS: readonly AuthMethod[] = [
	...SECRET_METHODS,
	'ipAllowlist',
	'apiVerification',
	'none',
];

/** No header with a user and a password is longer, in characters. */
const MAX_HEADER_LENGTH = 8_192;

/** A line for the log, where nothing else says whose it is. */
export const withNodeName = ({ name }: INode, message: string): string =>
	message.startsWith(`${name}: `) ? message : `${name}: ${message}`;

/** A hash has the same length for all texts, as the comparison requires. */
const hashOf = (text: string) => Buffer.from(sha256Hex(text), 'hex');

/** Whether a value is the secret. The comparison takes the same time however much of it is right. */
const equalsSecret = (value: unknown, secret: string) =>
	timingSafeEqual(hashOf(typeof value === 'string' ? value : ''), hashOf(secret));

/** A property of the object itself; a query may hold anything under any name. */
const getOwnProperty = (object: unknown, name: string): unknown =>
	typeof object === 'object' && object !== null && Object.hasOwn(object, name)
		? (object as Record<string, unknown>)[name]
		: undefined;

/**
 * Reads what the user chose.
 *
 * @throws NodeOperationError when something chosen cannot be checked: then every caller is refused
 */
export async function loadAuthPolicy(
	context: IHookFunctions | IWebhookFunctions,
	definition: WebhookDefinition,
): Promise<AuthPolicy> {
	const refuse = (problem: string) =>
		// n8n logs the message of an activation that failed, and nothing that names the node.
		new NodeOperationError(context.getNode(), withNodeName(context.getNode(), problem), {
			description: 'Until this is corrected, every caller is refused.',
		});
	const methods = context.getNodeParameter('authentication', []) as AuthMethod[];
	if (!Array.isArray(methods) || methods.length === 0)
		throw refuse('Authentication is empty: choose how callers are known, or None');
	// A method that is not known would not be checked.
	if (!methods.every((method) => AUTH_METHODS.includes(method)))
		throw refuse('Authentication has an entry that is not known');

	const policy: AuthPolicy = { verify: methods.includes('apiVerification') };
	if (methods.includes('ipAllowlist')) {
		const { ranges, invalid } = parseAllowlist(String(context.getNodeParameter('allowedIps', '')));
		if (invalid.length > 0)
			throw refuse(`Allowed IPs has an entry that is no IP address or range: ${invalid[0]}`);
		if (ranges.length === 0) throw refuse('Allowed IPs is empty');
		policy.ranges = ranges;
	}
	const secretMethods = SECRET_METHODS.filter((method) => methods.includes(method));
	if (secretMethods.length > 0) {
		const credential = await context
			.getCredentials<ICredentialDataDecryptedObject>(definition.secretsCredential)
			.catch((error: Error) => {
				throw refuse(`The credential for the webhook cannot be read: ${error.message}`);
			});
		const problem = validateSecrets(credential, secretMethods);
		if (problem) throw refuse(`The credential for the webhook ${problem}`);
		const { token, headerName, headerValue, user, password } = readSecrets(credential);
		if (methods.includes('queryToken')) policy.queryToken = token;
		if (methods.includes('headerAuth'))
			policy.headerAuth = { name: headerName.toLowerCase(), value: headerValue };
		if (methods.includes('basicAuth'))
			policy.basicAuth = Buffer.from(`${user}:${password}`).toString('base64');
	}
	return policy;
}

/** Whether a header is `Basic` and this Base64. The padding at its end may be missing. */
function isBasic(value: unknown, basic: string): boolean {
	const header = typeof value === 'string' && value.length <= MAX_HEADER_LENGTH ? value : '';
	const [, given = ''] = /^basic +([^ ]*)$/i.exec(header) ?? [];
	return equalsSecret(trimEnd(given, '='), trimEnd(basic, '='));
}

/**
 * Checks a caller by all that the user chose.
 *
 * @returns the status of the refusal; undefined when the caller passes
 */
export function checkCaller(
	policy: AuthPolicy,
	{ address, query, headers }: Caller,
): 401 | 403 | undefined {
	if (policy.ranges && !isAllowed(policy.ranges, address)) return 403;
	const passed = [
		policy.queryToken === undefined ||
			equalsSecret(getOwnProperty(query, 'token'), policy.queryToken),
		policy.headerAuth === undefined ||
			equalsSecret(getOwnProperty(headers, policy.headerAuth.name), policy.headerAuth.value),
		policy.basicAuth === undefined ||
			isBasic(getOwnProperty(headers, 'authorization'), policy.basicAuth),
	];
	return passed.every(Boolean) ? undefined : 401;
}
