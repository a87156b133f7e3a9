/** The parts of webhooks by themselves, at their edges. */

import { parseBody } from '../../../nodes/shared/webhook/body';
import { checkCaller } from '../../../nodes/shared/webhook/authentication';
import { readSecrets, validateSecrets, testSecrets } from '../../../nodes/shared/webhook/secrets';
import { readFilters, withoutLocation } from '../../../nodes/shared/webhook/filters';
import { itemsOf } from '../../../nodes/shared/webhook/trigger';
import { attemptVerification, resolveEvent } from '../../../nodes/shared/webhook/verification';

let count = 0;
/** A trigger. */
function contextOf(more?: any): any {
	const workflow = { id: `parts ${(count += 1)}` };
	const data = {};
	const said: string[] = [];
	const logger = {
		warn: (words: string) => said.push(`warn ${words}`),
		error: (words: string) => said.push(`error ${words}`),
	};
	return {
		getWorkflow: () => workflow,
		getNode: () => ({ id: 'n', name: 'The trigger' }),
		getWorkflowStaticData: () => data,
		data,
		logger,
		said,
		...more,
	};
}

describe('the body', () => {
	const edge = 1_048_576;
	const read = async (request: any) =>
		Object.values(await parseBody({ headers: {}, ...request }))[0];
	const nested = (depth: number, inner = '1') =>
		`${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;

	test('may be as large as any event, and no larger', async () => {
		const json = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;
		expect(await read({ body: json(edge) })).toEqual({ a: expect.any(String) });
		expect(await read({ body: json(edge + 1) })).toBe('The body is too large.');
		expect(await read({ rawBody: Buffer.from(json(edge)) })).toEqual({ a: expect.any(String) });
		expect(await read({ rawBody: Buffer.from(json(edge + 1)) })).toBe('The body is too large.');
		expect(await read({ headers: { 'content-length': String(edge) }, body: {} })).toEqual({});
		expect(await read({ headers: { 'content-length': String(edge + 1) }, body: {} })).toBe(
			'The body is too large.',
		);
		expect(await read({ headers: { 'content-length': 'x' }, body: '{}' })).toEqual({});
	});

	test('may be as deep as any event, and no deeper', async () => {
		expect(await read({ body: nested(20) })).toEqual(expect.anything());
		expect(await read({ body: nested(20, 'null') })).toEqual(expect.anything());
		expect(await read({ body: nested(20, '{}') })).toEqual(expect.anything());
		expect(await read({ body: nested(21) })).toBe('The body is nested too deeply.');
	});

	test('is read only where it waits to be read', async () => {
		const readRawBody = jest.fn(async () => {});
		await read({ body: {}, readRawBody });
		await read({ rawBody: '{}', readRawBody });
		expect(readRawBody).not.toHaveBeenCalled();
		expect(await read({ readRawBody })).toBe('The body is no JSON object.');
		expect(readRawBody).toHaveBeenCalledTimes(1);
		const request = {
			readRawBody: async () =>
				void Object.assign(request, { headers: {}, rawBody: Buffer.from('x'.repeat(edge + 1)) }),
			headers: {},
		};
		expect(await parseBody(request)).toEqual({ wrong: 'The body is too large.' });
		expect(await read({ body: '\ufeff{"a":1}' })).toEqual({ a: 1 });
		expect(await read({ body: '{"a":"\ufeff"}' })).toEqual({ a: '\ufeff' });
	});
});

describe('secrets', () => {
	const full = {
		token: ' abcdefgh_-234567 ',
		headerName: ' X-A_1 ',
		headerValue: ' 12345678 ',
		user: ' u ',
		password: ' 12345678 ',
	};

	test('are taken without what was pasted along', () => {
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

	const odd =
		'has a Token with other characters than letters, digits, - and _, which a URL would change';
	test.each([
		['token', {}, undefined],
		['header', {}, undefined],
		['basicAuth', {}, undefined],
		['token', { token: '' }, 'has no Token'],
		['token', { token: 'abcdefgh 1234567' }, odd],
		['token', { token: '=abcdefgh1234567' }, odd],
		['token', { token: 'abcdefgh1234567+' }, odd],
		['token', { token: 'abcdefgh1234567' }, 'has a Token of less than 16 characters'],
		['header', { headerName: '' }, 'has no Header Name and Header Value'],
		['header', { headerValue: '' }, 'has no Header Name and Header Value'],
		['header', { headerName: '1a' }, 'has a Header Name that is none'],
		['header', { headerName: 'a b' }, 'has a Header Name that is none'],
		['header', { headerName: ':a' }, 'has a Header Name that is none'],
		['header', { headerName: 'a' }, undefined],
		['header', { headerValue: '1234567' }, 'has a Header Value of less than 8 characters'],
		['basicAuth', { user: '' }, 'has no User and Password'],
		['basicAuth', { password: '' }, 'has no User and Password'],
		['basicAuth', { user: 'a:b' }, 'has a User with a colon, which Basic Auth does not allow'],
		['basicAuth', { password: '1234567' }, 'has a Password of less than 8 characters'],
	] as Array<[any, any, string | undefined]>)('for %s, with %j: %s', (way, data, problem) => {
		expect(validateSecrets({ ...full, ...data }, [way])).toBe(problem);
		expect(validateSecrets({ ...full, ...data }, [])).toBeUndefined();
	});

	test('are tested as far as they are given', async () => {
		const tested = async (data: any) =>
			Object.values(await testSecrets({ data } as any)).join(': ');
		const fine = 'OK: The secrets can be used.';
		expect(await tested(full)).toBe(fine);
		expect(await tested({ token: full.token })).toBe(fine);
		expect(await tested({ user: 'u', password: '12345678' })).toBe(fine);
		expect(await tested({ headerName: 'a', headerValue: '12345678' })).toBe(fine);
		expect(await tested(undefined)).toBe('Error: The credential has no Token.');
		expect(await tested({ token: 'short', headerName: 'a', headerValue: '12345678' })).toBe(
			'Error: The credential has a Token of less than 16 characters.',
		);
		for (const half of [{ headerName: 'a' }, { headerValue: 'a' }])
			expect(await tested({ ...half, token: full.token })).toBe(
				'Error: The credential has no Header Name and Header Value.',
			);
		for (const half of [{ user: 'a' }, { password: 'a' }])
			expect(await tested({ ...half, token: full.token })).toBe(
				'Error: The credential has no User and Password.',
			);
	});

	test('must stand where they belong', () => {
		const guard = { verify: false, token: 't', header: { name: 'x-h', value: 'v' }, basic: 'YTpi' };
		const caller = {
			address: '1.2.3.4',
			query: { token: 't' },
			headers: { 'x-h': 'v', authorization: 'Basic YTpi' },
		};
		const status = (more: any) => checkCaller(guard, { ...caller, ...more });
		expect(status({})).toBeUndefined();
		for (const query of [
			{},
			null,
			undefined,
			't',
			{ token: 'T' },
			{ token: ['t'] },
			Object.create({ token: 't' }),
		])
			expect(status({ query })).toBe(401);
		for (const authorization of ['basic  YTpi', 'BASIC YTpi=', 'Basic YTpi=='])
			expect(status({ headers: { 'x-h': 'v', authorization } })).toBeUndefined();
		for (const authorization of [
			undefined,
			'',
			'BasicYTpi',
			'x Basic YTpi',
			'Basic YTpi x',
			'Basic =YTpi',
			'Bearer YTpi',
			['Basic YTpi'],
		])
			expect(status({ headers: { 'x-h': 'v', authorization } })).toBe(401);
		expect(
			checkCaller({ verify: true }, { address: undefined, query: undefined, headers: undefined }),
		).toBeUndefined();
		expect(checkCaller({ verify: true, ranges: [] }, caller)).toBe(403);
		for (const authorization of ['Basic YTo6YQ==', 'Basic YTo6YQ'])
			expect(
				checkCaller({ verify: true, basic: 'YTo6YQ==' }, { ...caller, headers: { authorization } }),
			).toBeUndefined();
		expect(status({ headers: { 'x-h': 'v', authorization: 'Basic YT=pi' } })).toBe(401);
		expect(
			checkCaller(
				{ verify: true, basic: 'YTo=' },
				{ ...caller, headers: { authorization: 'Basic YTo' } },
			),
		).toBeUndefined();
	});
});

test('what was chosen in filters', () => {
	const { id, texts } = readFilters({
		a: ' x ',
		n: 7,
		z: 0,
		l: { value: ' y ' },
		e: { value: '' },
		o: {},
		none: null,
		many: ['a', ' ', 3, {}],
		lines: ' a\nb,, c ',
	});
	expect(['a', 'n', 'z', 'l', 'e', 'o', 'none', 'missing'].map(id)).toEqual([
		'x',
		'7',
		'0',
		'y',
		undefined,
		undefined,
		undefined,
		undefined,
	]);
	expect(['many', 'lines', 'n', 'none', 'missing'].map(texts)).toEqual([
		['a', '3'],
		['a', 'b', 'c'],
		['7'],
		[],
		[],
	]);
	expect(withoutLocation([{ name: 'f', send: { in: 'query' } }] as any)).toStrictEqual([
		{ name: 'f' },
	]);
});

describe('a verdict', () => {
	const pendingOf = (more = {} as any) => ({
		event: { a: 1 },
		wanted: () => true,
		extra: { x: 1 },
		claim: { keep: jest.fn(), release: jest.fn() },
		startUnchecked: true,
		until: performance.now() + 3_000,
		due: 0,
		denials: 0,
		failures: 0,
		...more,
	});
	const sourceOf = (confirm: any) =>
		({ vendor: { name: 'Vendor' }, confirm, identity: ({ a }) => [String(a)] }) as any;
	const inMilliseconds = ({ due }: any) => Math.round((due - performance.now()) / 100) * 100;

	test('is asked for, twice again where there is no such event', async () => {
		const pending = pendingOf();
		const context = contextOf();
		const none = sourceOf(async () => undefined);
		expect([await attemptVerification(context, none, pending), inMilliseconds(pending)]).toEqual([
			'later',
			1_000,
		]);
		expect([await attemptVerification(context, none, pending), inMilliseconds(pending)]).toEqual([
			'later',
			4_000,
		]);
		expect([await attemptVerification(context, none, pending), pending.denials]).toEqual([
			'denied',
			2,
		]);
		expect(
			await attemptVerification(
				context,
				sourceOf(async () => ({ b: 2 })),
				pending,
			),
		).toEqual({ event: { b: 2 } });
		expect(context.said).toEqual([]);
	});

	test('is waited for ever longer where nobody can be asked, as long as it may be', async () => {
		const context = contextOf();
		const ill = sourceOf(async () => {
			throw new Error('Ill.');
		});
		const pending = pendingOf({ until: performance.now() + 60_000 });
		const waits = [];
		for (let tries = 0; tries < 6; tries += 1)
			waits.push([await attemptVerification(context, ill, pending), inMilliseconds(pending)]);
		expect(waits).toEqual([
			['later', 1_000],
			['later', 2_000],
			['later', 4_000],
			['later', 8_000],
			['later', 10_000],
			['later', 10_000],
		]);
		expect(context.said[0]).toBe('warn The trigger: an event cannot be checked yet. Ill.');
		const short = pendingOf({ until: performance.now() + 500 });
		expect([
			await attemptVerification(context, ill, short),
			inMilliseconds(short),
			short.failures,
		]).toEqual(['later', 500, 1]);
		expect(
			await attemptVerification(context, ill, pendingOf({ until: performance.now() - 1 })),
		).toBe('unknown');
		const confirm = jest.fn(async () => ({ b: 1 }));
		expect(
			await attemptVerification(
				context,
				sourceOf(confirm),
				pendingOf({ failures: 1, until: performance.now() - 10_001 }),
			),
		).toBe('unknown');
		expect(confirm).not.toHaveBeenCalled();
		expect(
			await attemptVerification(
				context,
				sourceOf(confirm),
				pendingOf({ failures: 1, until: performance.now() - 9_000 }),
			),
		).toEqual({ event: { b: 1 } });
		expect(
			await attemptVerification(
				context,
				sourceOf(confirm),
				pendingOf({ until: performance.now() - 20_000 }),
			),
		).toEqual({ event: { b: 1 } });
	});

	test('that is final starts the workflow, or says why not', () => {
		const context = contextOf();
		const settled = (verdict: any, more: any) => {
			const pending = pendingOf(more);
			const items = resolveEvent(
				context,
				sourceOf(async () => undefined),
				pending,
				verdict,
			);
			const { keep, release } = pending.claim ?? { keep: jest.fn(), release: jest.fn() };
			expect(keep.mock.calls.length + release.mock.calls.length).toBe(pending.claim ? 1 : 0);
			if (pending.claim) expect(keep).toHaveBeenCalledTimes(items.length);
			return items;
		};
		expect(settled({ event: { a: 1, b: 2 } }, {})).toEqual([{ a: 1, b: 2, verified: true, x: 1 }]);
		expect(settled({ event: { a: 1 } }, { claim: undefined })).toEqual([
			{ a: 1, verified: true, x: 1 },
		]);
		expect(settled({ event: { a: 2 } }, { claim: undefined })).toHaveLength(1);
		expect(settled({ event: { a: 2 } }, {})).toHaveLength(1);
		expect(settled({ event: { a: 2 } }, {})).toEqual([]);
		expect(settled({ event: { a: 1 } }, { wanted: () => false })).toEqual([]);
		expect(
			settled({ event: { b: 5 } }, { wanted: (event: any) => event.a === 1 && event.b === 5 }),
		).toHaveLength(1);
		expect(settled('unknown', {})).toEqual([{ a: 1, verified: false, x: 1 }]);
		expect(settled('denied', {})).toEqual([]);
		expect(settled({ event: { a: 1 } }, { claim: undefined, wanted: () => false })).toEqual([]);
		expect(settled('unknown', { startUnchecked: false })).toEqual([]);
		expect(context.said).toEqual([
			'warn The trigger: Vendor does not confirm an event, so it started nothing.',
			'error The trigger: Vendor could not be asked about an event, so it was dropped.',
		]);
	});
});

test('the items of a run are those of the webhook, or a sample in the editor', () => {
	const source = { sample: { raw: 1 }, read: () => ({ event: { e: 1 } }) } as any;
	const items = (given: any[], mode = 'manual', raw = false) =>
		itemsOf(
			contextOf({
				getInputData: () => given,
				getMode: () => mode,
				getNodeParameter: (_name: string, _item: number, otherwise = false) => raw || otherwise,
			}),
			source,
		);
	const event = [{ json: {} }, { json: { a: 1 } }];
	expect(items(event)).toEqual([event]);
	expect(items([{ json: {} }], 'webhook')).toEqual([[{ json: {} }]]);
	expect(items([{ json: {} }])).toEqual([[{ json: { e: 1 }, pairedItem: { item: 0 } }]]);
	expect(items([], 'manual', true)).toEqual([
		[{ json: { e: 1, rawBody: { raw: 1 } }, pairedItem: { item: 0 } }],
	]);
});
