import { checkCaller, loadAuthPolicy } from '../../../nodes/shared/webhook/authentication';
import type { AuthPolicy, Caller } from '../../../nodes/shared/webhook/authentication';
import { createWebhookContext } from '../../support/fixtures/webhookContext';
import { createDefinition } from '../../support/fixtures/webhookDefinition';

const policy: AuthPolicy = {
	verify: false,
	queryToken: 't',
	headerAuth: { name: 'x-h', value: 'v' },
	basicAuth: 'YTpi',
};
const caller: Caller = {
	address: '1.2.3.4',
	query: { token: 't' },
	headers: { 'x-h': 'v', authorization: 'Basic YTpi' },
};
const statusOf = (change: Partial<Caller>) => checkCaller(policy, { ...caller, ...change });

test('a caller with all secrets passes', () => {
	expect(statusOf({})).toBeUndefined();
	expect(
		checkCaller({ verify: true }, { address: undefined, query: undefined, headers: undefined }),
	).toBeUndefined();
});

test.each([
	[{}],
	[null],
	[undefined],
	['t'],
	[{ token: 'T' }],
	[{ token: ['t'] }],
	[Object.create({ token: 't' })],
])('the query %j is answered with 401', (query: unknown) => {
	expect(statusOf({ query })).toBe(401);
});

test.each(['basic  YTpi', 'BASIC YTpi=', 'Basic YTpi=='])(
	'the header "authorization: %s" passes',
	(authorization) => {
		expect(statusOf({ headers: { 'x-h': 'v', authorization } })).toBeUndefined();
	},
);

test.each([
	[undefined],
	[''],
	['BasicYTpi'],
	['x Basic YTpi'],
	['Basic YTpi x'],
	['Basic =YTpi'],
	['Basic YT=pi'],
	['Bearer YTpi'],
	[['Basic YTpi']],
])('the header "authorization: %j" is answered with 401', (authorization) => {
	expect(statusOf({ headers: { 'x-h': 'v', authorization } })).toBe(401);
});

test.each([
	['YTo6YQ==', 'Basic YTo6YQ=='],
	['YTo6YQ==', 'Basic YTo6YQ'],
	['YTo=', 'Basic YTo'],
])('the padding of %s may be missing in "%s"', (basicAuth, authorization) => {
	expect(
		checkCaller({ verify: true, basicAuth }, { ...caller, headers: { authorization } }),
	).toBeUndefined();
});

test('an address outside the allowlist is answered with 403', () => {
	expect(checkCaller({ verify: true, ranges: [] }, caller)).toBe(403);
});

test('settings without a method, or with an empty allowlist, are refused', async () => {
	await expect(
		loadAuthPolicy(createWebhookContext().context, createDefinition()),
	).rejects.toMatchObject({
		message: 'The trigger: Authentication is empty: choose how callers are known, or None',
		description: 'Until this is corrected, every caller is refused.',
	});
	const { context } = createWebhookContext({ parameters: { authentication: ['ipAllowlist'] } });
	await expect(loadAuthPolicy(context, createDefinition())).rejects.toThrow('Allowed IPs is empty');
});
