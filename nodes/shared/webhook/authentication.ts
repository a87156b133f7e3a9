import { createHash, timingSafeEqual } from 'crypto';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isIn, rangesOf } from './addresses';
import type { Range } from './addresses';
import { secretsOf, secretsProblem } from './credential';
import type { SecretWay } from './credential';
import type { Source } from './source';

/** What the user chose to know a caller by. All that is chosen must hold. */
type Way = SecretWay | 'addressList' | 'vendor' | 'none';

/** What a caller is held against. */
export interface Guard {
	/** Undefined where every address may call. */
	ranges?: Range[];
	/** What must stand in the URL, in a header or in the header `authorization`; undefined where nothing must. */
	token?: string;
	header?: { name: string; value: string };
	basic?: string;
	/** Whether the event is to be read back from the vendor. */
	verify: boolean;
}

/** What a request tells of its caller. */
export interface Caller {
	/** The address as n8n knows it: behind proxies it is what `N8N_PROXY_HOPS` makes of `X-Forwarded-For`. */
	address: unknown;
	query: unknown;
	headers: unknown;
}

const SECRET_WAYS: readonly SecretWay[] = ['token', 'header', 'basicAuth'];
const WAYS: readonly Way[] = [...SECRET_WAYS, 'addressList', 'vendor', 'none'];

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether a value is the secret, in a time that does not tell how much of it is right. */
const same = (value: unknown, secret: string) =>
	timingSafeEqual(digest(typeof value === 'string' ? value : ''), digest(secret));

/** A property of the object itself; a query may hold anything under any name. */
const own = (object: unknown, name: string): unknown =>
	typeof object === 'object' && object !== null && Object.hasOwn(object, name)
		? (object as Record<string, unknown>)[name]
		: undefined;

/**
 * What the user chose, ready to hold callers against.
 *
 * @throws NodeOperationError when something chosen cannot be held against anybody: nobody may pass then
 */
export async function guardOf(
	context: IHookFunctions | IWebhookFunctions,
	source: Source,
): Promise<Guard> {
	const refuse = (problem: string) =>
		new NodeOperationError(context.getNode(), problem, {
			description: 'Until this is corrected, every caller is refused.',
		});
	const ways = context.getNodeParameter('authentication', []) as Way[];
	if (!Array.isArray(ways) || ways.length === 0)
		throw refuse('Authentication is empty: choose how callers are known, or None');
	// One that is not understood would be checked by nobody.
	if (!ways.every((way) => WAYS.includes(way)))
		throw refuse('Authentication has an entry that is not known');

	const guard: Guard = { verify: ways.includes('vendor') };
	if (ways.includes('addressList')) {
		const { ranges, wrong } = rangesOf(String(context.getNodeParameter('allowedAddresses', '')));
		if (wrong.length > 0)
			throw refuse(`Allowed Addresses has an entry that is no address: ${wrong[0]}`);
		if (ranges.length === 0) throw refuse('Allowed Addresses is empty');
		guard.ranges = ranges;
	}
	const secretWays = SECRET_WAYS.filter((way) => ways.includes(way));
	if (secretWays.length > 0) {
		const credential = await context.getCredentials(source.secrets);
		const problem = secretsProblem(credential, secretWays);
		if (problem) throw refuse(`The credential for the webhook ${problem}`);
		const { token, headerName, headerValue, user, password } = secretsOf(credential);
		if (ways.includes('token')) guard.token = token;
		if (ways.includes('header'))
			guard.header = { name: headerName.toLowerCase(), value: headerValue };
		if (ways.includes('basicAuth'))
			guard.basic = Buffer.from(`${user}:${password}`).toString('base64');
	}
	return guard;
}

/** Whether a header says `Basic` and these letters. The padding at their end may be missing. */
function isBasic(value: unknown, basic: string): boolean {
	const [, given = ''] = typeof value === 'string' ? (/^basic +([^ ]*)$/i.exec(value) ?? []) : [];
	return same(given.replace(/=+$/, ''), basic.replace(/=+$/, ''));
}

/**
 * Holds a caller against what was chosen.
 *
 * @returns the status of the refusal; undefined when the caller passes
 */
export function refusal(guard: Guard, { address, query, headers }: Caller): 401 | 403 | undefined {
	if (guard.ranges && !isIn(guard.ranges, address)) return 403;
	const passed = [
		guard.token === undefined || same(own(query, 'token'), guard.token),
		guard.header === undefined || same(own(headers, guard.header.name), guard.header.value),
		guard.basic === undefined || isBasic(own(headers, 'authorization'), guard.basic),
	];
	return passed.every(Boolean) ? undefined : 401;
}
