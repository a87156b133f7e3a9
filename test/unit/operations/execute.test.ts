/**
 * One operation by itself: what is refused, what is sent once, whose turn it is, and what becomes of the answer.
 */

import { executeOperation } from '../../../nodes/shared/operations/execute';

const vendor = {
	name: 'Vendor',
	credential: 'vApi',
	secrets: [],
	confidential: [],
	failure: ({ status, body }: any) =>
		status >= 400 ? { words: body?.why ?? 'no', field: body?.field } : undefined,
	payload: (body: any, key: any) => (key ? body[key] : body),
} as any;
const write = {
	name: 'Send',
	value: 'send',
	action: 'Send',
	description: '',
	request: { method: 'POST', url: '/send' },
};
const read = { ...write, request: { method: 'GET', url: '/list' } };

/** A run of a node. */
function runOf({ parameters = {}, answer = () => ({}), continueOnFail = false }: any = {} as any) {
	const run = {};
	const asked: any[] = [];
	const items = new Map();
	const itemOf = (index: number) => items.get(index) ?? items.set(index, { json: {} }).get(index);
	let accounts = 0;
	const account = `key ${(accounts += 1)} ${Math.random()}`;
	const perItem = async (operation: any, options?: any, itemIndex = 0) => {
		const context = {
			getNode: () => ({ name: 'N', type: 't', parameters: {} }),
			getItemIndex: () => itemIndex,
			getInputData: () => itemOf(itemIndex),
			getExecuteData: () => run,
			getExecutionCancelSignal: () => undefined,
			continueOnFail: () => continueOnFail,
			getNodeParameter: (name: string, otherwise: any) =>
				name in parameters ? parameters[name] : otherwise,
			getCredentials: async () => ({
				baseUrl: 'https://vendor.example',
				key: account,
				maxRetryTime: 0,
			}),
			helpers: {
				httpRequestWithAuthentication: async (_type: string, sent: any) => {
					asked.push(sent);
					const given = answer(sent, asked.length);
					if (given instanceof Error) throw given;
					return { statusCode: 200, headers: {}, body: given, ...given.response };
				},
			},
		};
		return await executeOperation(vendor, operation).call(
			context as any,
			{ options: { ...operation.request, body: {}, qs: {}, ...options } } as any,
		);
	};
	return { asked, perform: perItem };
}
const refused = (status = 400, why = 'no', field = undefined as any) => ({
	response: { statusCode: status, body: { why, field } },
});

describe('refused before anything is sent', () => {
	const list = { ...read, list: 'unpaged' };
	test.each([[0], [-1], [1.5], ['x'], [''], [null]])('Limit %p', async (limit) => {
		const { perform: go, asked } = runOf({ parameters: { limit } });
		await expect(go(list)).rejects.toThrow('Limit must be a whole number of at least 1 [item 0]');
		expect(asked).toHaveLength(0);
	});

	test('an operation that would change nothing', async () => {
		const tags = { ...write, optional: { displayName: 'Tags', fields: [], atLeastOne: true } };
		for (const given of [undefined, {}, { a: '', b: null }]) {
			const { perform: go, asked } = runOf({ parameters: given && { tags: given } });
			await expect(go(tags)).rejects.toThrow('Tags is empty: add at least one [item 0]');
			expect(asked).toHaveLength(0);
		}
		expect(await runOf({ parameters: { tags: { a: '', b: false } } }).perform(tags)).toHaveLength(
			1,
		);
		expect(
			await runOf().perform({ ...tags, optional: { ...tags.optional, atLeastOne: false } }),
		).toHaveLength(1);
	});
});

describe('the answer', () => {
	const things = (count: number) => ({
		rows: Array.from({ length: count }, (_, id) => ({ id, name: `n${id}`, key: 'k' })),
	});
	const list = { ...read, list: 'unpaged', output: { key: 'rows' } };

	test('gives one item for each thing, up to the limit, which is 50', async () => {
		const count = async (parameters: any, operation = list as any) =>
			(await runOf({ parameters, answer: () => things(60) }).perform(operation, {}, 3)).length;
		expect([
			await count({}),
			await count({ limit: 1 }),
			await count({ limit: '7' }),
			await count({ limit: 1, returnAll: true }),
			await count({ limit: 1 }, { ...list, list: undefined }),
		]).toEqual([50, 1, 7, 60, 60]);
		expect((await runOf({ answer: () => things(1) }).perform(list, {}, 3))[0]).toEqual({
			json: { id: 0, name: 'n0', key: 'k' },
			pairedItem: { item: 3 },
		});
	});

	test('is simplified, and loses its secrets, as the user wants', async () => {
		const operation = {
			...list,
			output: { key: 'rows', simplify: { id: 'id', key: 'key' }, secrets: ['key'] },
		};
		const json = async (parameters: any) =>
			(await runOf({ parameters, answer: () => things(1) }).perform(operation))[0].json;
		expect(await json({})).toEqual({ id: 0, name: 'n0' });
		expect(await json({ simplify: true })).toEqual({ id: 0 });
		expect(await json({ simplify: true, options: { includeSecrets: true } })).toEqual({
			id: 0,
			key: 'k',
		});
		expect(await json({ options: { includeSecrets: 'yes' } })).toEqual({ id: 0, name: 'n0' });
	});

	test('of a list with one thing is that thing, and none is an error', async () => {
		const one = { ...list, list: undefined, output: { key: 'rows', one: 'row' } };
		expect(await runOf({ answer: () => things(3) }).perform(one)).toHaveLength(1);
		await expect(runOf({ answer: () => things(0) }).perform(one)).rejects.toThrow(
			'Vendor: found no row with this ID. Check the ID, and that it belongs to this account. [item 0]',
		);
	});

	test('of a write says at least that it succeeded', async () => {
		const json = async (operation: any, answer: any) =>
			(await runOf({ answer: () => answer }).perform(operation)).map((item) => item.json);
		const empty = { ...write, output: { key: 'x' } };
		expect(await json(empty, { y: 1 })).toEqual([{ success: true }]);
		expect(await json(empty, { x: [] })).toEqual([]);
		expect(await json(empty, { x: { a: 1 } })).toEqual([{ a: 1 }]);
		expect(await json(empty, '')).toEqual([]);
		expect(await json({ ...empty, reads: true }, { y: 1 })).toEqual([]);
		expect(await json({ ...read, output: { key: 'x' } }, { y: 1 })).toEqual([]);
	});

	test('that repeats a page, as a list without an end would', async () => {
		const paged = { ...list, list: { size: 'size', most: 2, by: 'page', position: 'page' } };
		await expect(
			runOf({ parameters: { returnAll: true }, answer: () => things(2) }).perform(paged),
		).rejects.toThrow(
			'Vendor: the list repeats a page. Use Limit instead of Return All, and tell the vendor. [item 0]',
		);
		const { perform: go, asked } = runOf({ parameters: { limit: 2 }, answer: () => things(2) });
		expect(await go(paged)).toHaveLength(2);
		expect(asked[0].qs).toEqual({ size: 2, page: 1 });
	});

	test('that complains of a field names it as the user knows it', async () => {
		const fields = [
			{ displayName: 'The Chat', name: 'c', send: { in: 'body', name: 'args.chan' } },
			{ displayName: 'None', name: 'n' },
		];
		const inner = [{ displayName: 'The Note', name: 'o', send: { in: 'body', name: 'note' } }];
		const operation = { ...write, fields, optional: { displayName: 'Filters', fields: inner } };
		const told = async (field: string, op = operation as any) =>
			await runOf({ answer: () => refused(400, 'Bad', field) }).perform(op);
		await expect(told('chan')).rejects.toThrow('Vendor: Bad (HTTP 400). Check The Chat. [item 0]');
		await expect(told('note')).rejects.toThrow('Check The Note.');
		await expect(told('args')).rejects.toThrow('Check the fields of this operation.');
		await expect(told('chan', write)).rejects.toThrow('Check the fields of this operation.');
	});
});

describe('a write', () => {
	test('that was accepted is not sent again in the same run, one that was refused is', async () => {
		const { perform: go, asked } = runOf({
			answer: (sent: any, count: number) => (sent.body.text === 'bad' ? refused() : { count }),
		});
		const body = { text: 'a' };
		expect((await go(write, { body }))[0].json).toEqual({ count: 1 });
		expect((await go(write, { body }))[0].json).toEqual({ count: 1 });
		expect((await go(write, { body: { text: 'b' } }))[0].json).toEqual({ count: 2 });
		expect((await go(write, { body, qs: { q: 1 } }))[0].json).toEqual({ count: 3 });
		expect((await go(write, { body, url: '/other' }))[0].json).toEqual({ count: 4 });
		expect((await go(write, { body, method: 'PUT' }))[0].json).toEqual({ count: 5 });
		expect((await go(write, { body }, 1))[0].json).toEqual({ count: 6 });
		for (let tries = 0; tries < 2; tries += 1)
			await expect(go(write, { body: { text: 'bad' } })).rejects.toThrow('no (HTTP 400)');
		expect(asked).toHaveLength(8);
		await go({ ...write, reads: true }, { body });
		await go(read, { body });
		await go(read, { body });
		expect(asked).toHaveLength(11);
	});

	test('whose fate is unknown is not sent again', async () => {
		const { perform: go, asked } = runOf({
			answer: () => Object.assign(new Error('gone'), { code: 'ECONNRESET' }),
		});
		const words =
			'Vendor: gave no answer (the connection broke), so the request may or may not have been carried out';
		for (let tries = 0; tries < 2; tries += 1) await expect(go(write)).rejects.toThrow(words);
		expect(asked).toHaveLength(1);
	});

	/** Two items, of which the first one fails. */
	async function second(chat: string[], first: any, second: any, continueOnFail = false) {
		const { perform: go, asked } = runOf({
			continueOnFail,
			answer: (_sent: any, count: number) => (count === 1 ? refused() : {}),
		});
		const operation = { ...write, chat };
		const results = await Promise.allSettled([
			go(operation, { body: first }, 0),
			go(operation, { body: second }, 1),
		]);
		expect(results[0]).toMatchObject({
			status: 'rejected',
			reason: { message: expect.stringContaining('no (HTTP 400)') },
		});
		const [, { reason }] = results as any;
		if (reason)
			expect([asked.length, reason.message]).toEqual([
				1,
				'Vendor: nothing was sent, because item 0, which comes first in the same chat, failed. Mend that item first. [item 1]',
			]);
		else expect(asked).toHaveLength(2);
		return reason ? 'waits' : 'goes';
	}

	test.each([
		[['a'], { a: 1 }, { a: 1 }, 'waits'],
		[['a'], { a: 1 }, { a: 2 }, 'goes'],
		[['args.a'], { args: { a: 'x' } }, { args: { a: 'x' } }, 'waits'],
		[['a', 'b'], { a: 1, b: 2 }, { a: 1, b: 2 }, 'waits'],
		[['a', 'b'], { a: 1, b: 2 }, { a: 1, b: 3 }, 'goes'],
		[['a', 'b'], { a: 1, b: 23 }, { a: 12, b: 3 }, 'goes'],
		[['a', 'b'], { a: 1, b: '' }, { a: 1 }, 'waits'],
		[['a'], { a: ['x', 'y'] }, { a: ['y', 'z'] }, 'waits'],
		[['a'], { a: ['x', 'y'] }, { a: ['z'] }, 'goes'],
		[['a'], { a: [1] }, { a: '1' }, 'waits'],
		[['a', 'b'], { a: ['x'], b: 'z' }, { a: ['y'], b: 'z' }, 'waits'],
		[['a'], {}, {}, 'goes'],
		[['a'], undefined, undefined, 'goes'],
		[[], { a: 1 }, { a: 1 }, 'goes'],
	] as Array<[string[], any, any, string]>)(
		'of chat %j: after %j failed, %j %s',
		async (chat, first, other, expected) => {
			expect(await second(chat, first, other)).toBe(expected);
		},
	);

	test('that waits in vain stands in the way of others itself', async () => {
		const { perform: go } = runOf({
			answer: (_sent: any, count: number) => (count === 1 ? refused() : {}),
		});
		const operation = { ...write, chat: ['a'] };
		const chats = [['x'], ['x', 'y'], ['y']];
		const results = await Promise.allSettled(
			chats.map(async (a, item) => await go(operation, { body: { a } }, item)),
		);
		expect((results[2] as any).reason.message).toContain('because item 1, which');
	});

	test('goes on after a failure where the user said so', async () => {
		expect(await second(['a'], { a: 1 }, { a: 1 }, true)).toBe('goes');
		expect(await second(undefined as any, { a: 1 }, { a: 1 })).toBe('goes');
	});

	test('lets the next one go when it is done, also when it waits itself', async () => {
		const { perform: go, asked } = runOf({
			answer: (_sent: any, count: number) => (count === 1 ? refused() : {}),
		});
		const operation = { ...write, chat: ['a'] };
		const body = { a: 1 };
		const results = await Promise.allSettled(
			[0, 1, 2].map(async (item) => await go(operation, { body }, item)),
		);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect((results[2] as any).reason.message).toContain('because item 0, which');
		await go(operation, { body }, 0);
		expect(await go(operation, { body }, 1)).toHaveLength(1);
		expect(asked).toHaveLength(3);
	});
});
