import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { executeOperation } from '../../../nodes/shared/operations/execute';
import { body, query } from '../../../nodes/shared/operations/requestBuilder';
import type { Operation, OutputOptions } from '../../../nodes/shared/operations/types';
import { networkError, response } from '../../support/fakeVendor';
import type { FakeResponse } from '../../support/fakeVendor';
import {
	aField,
	anOperation,
	createOperationRun,
	refusal,
	refusingVendor,
} from '../../support/operationRun';
import type { OperationRunOptions } from '../../support/operationRun';

const write = anOperation({
	name: 'Send',
	value: 'send',
	request: { method: 'POST', url: '/send' },
});
const read = anOperation();

/** A run whose items are executed one by one, each with the request that the test gives it. */
function runOf(options: OperationRunOptions = {}) {
	const { sent, contextOf } = createOperationRun(options);
	const execute = async (
		operation: Operation,
		request: Partial<IHttpRequestOptions> = {},
		itemIndex = 0,
	) =>
		await executeOperation(contextOf(itemIndex), refusingVendor, operation, {
			...operation.request,
			body: {},
			qs: {},
			...request,
		});
	return { sent, execute };
}

const answer = (content: unknown) => () => response(200, content);

describe('an operation refuses, before anything is sent,', () => {
	const list = anOperation({ list: 'unpaged' });

	test.each([[0], [-1], [1.5], ['x'], [''], [null]])('the Limit %p', async (limit) => {
		const { execute, sent } = runOf({ parameters: { limit } });
		await expect(execute(list)).rejects.toThrow(
			'Limit must be a whole number of at least 1 [item 0]',
		);
		expect(sent).toHaveLength(0);
	});

	const tags = (requireOne: boolean): Operation => ({
		...write,
		optional: { displayName: 'Tags', fields: [], requireOne },
	});

	test.each([[undefined], [{}], [{ a: '', b: null }]])(
		'a change of nothing: %j',
		async (given?: IDataObject) => {
			const { execute, sent } = runOf({ parameters: given && { tags: given } });
			await expect(execute(tags(true))).rejects.toThrow('Tags is empty: add at least one [item 0]');
			expect(sent).toHaveLength(0);
		},
	);

	test('but not false as a value, nor emptiness that is allowed', async () => {
		const set = runOf({ parameters: { tags: { a: '', b: false } } });
		expect(await set.execute(tags(true))).toHaveLength(1);
		expect(await runOf().execute(tags(false))).toHaveLength(1);
	});
});

describe('the answer', () => {
	const rows = (count: number) => ({
		rows: Array.from({ length: count }, (_, id) => ({ id, name: `n${id}`, key: 'k' })),
	});
	const list = anOperation({ list: 'unpaged', output: { envelopeKey: 'rows' } });

	test.each<[object, Operation, number]>([
		[{}, list, 50],
		[{ limit: 1 }, list, 1],
		[{ limit: '7' }, list, 7],
		[{ limit: 1, returnAll: true }, list, 60],
		[{ limit: 1 }, { ...list, list: undefined }, 60],
	])(
		'with the parameters %j is limited to what is wanted',
		async (parameters, operation, count) => {
			const { execute } = runOf({
				parameters: parameters as IDataObject,
				respond: answer(rows(60)),
			});
			expect(await execute(operation)).toHaveLength(count);
		},
	);

	test('gives one item for each entry, linked to its input item', async () => {
		expect(await runOf({ respond: answer(rows(1)) }).execute(list, {}, 3)).toEqual([
			{ json: { id: 0, name: 'n0', key: 'k' }, pairedItem: { item: 3 } },
		]);
	});

	test.each<[object, object]>([
		[{}, { id: 0, name: 'n0' }],
		[{ simplify: true }, { id: 0 }],
		[
			{ simplify: true, options: { includeSecrets: true } },
			{ id: 0, key: 'k' },
		],
		[{ options: { includeSecrets: 'yes' } }, { id: 0, name: 'n0', key: 'k' }],
		[
			{ simplify: 'FALSE', options: { includeSecrets: 'no' } },
			{ id: 0, name: 'n0' },
		],
	])('with the parameters %j is simplified and loses its secrets', async (parameters, json) => {
		const output: OutputOptions = {
			envelopeKey: 'rows',
			simplify: { id: 'id', key: 'key' },
			secrets: ['key'],
		};
		const run = runOf({ parameters: parameters as IDataObject, respond: answer(rows(1)) });
		expect((await run.execute({ ...list, output }))[0].json).toEqual(json);
	});

	test('that is a list is one item where one record was requested, and an error where it is empty', async () => {
		const one = anOperation({ output: { envelopeKey: 'rows', singular: 'row' } });
		expect(await runOf({ respond: answer(rows(3)) }).execute(one)).toHaveLength(1);
		await expect(runOf({ respond: answer(rows(0)) }).execute(one)).rejects.toThrow(
			'Vendor: found no row with this ID. Check the ID, and that it belongs to this account. [item 0]',
		);
	});

	const enveloped = { ...write, output: { envelopeKey: 'x' } };
	test.each<[string, Operation, unknown, object[]]>([
		['of a write says at least that it succeeded', enveloped, { y: 1 }, [{ success: true }]],
		['of a write that is an empty list gives no item', enveloped, { x: [] }, []],
		['of a write is what the vendor answers', enveloped, { x: { a: 1 } }, [{ a: 1 }]],
		['of a write that is empty gives no item', enveloped, '', []],
		['of a read by POST gives no success', { ...enveloped, isRead: true }, { y: 1 }, []],
		['of a read gives no success', { ...read, output: { envelopeKey: 'x' } }, { y: 1 }, []],
	])('%s', async (_name, operation, content, expected) => {
		const items = await runOf({ respond: answer(content) }).execute(operation);
		expect(items.map(({ json }) => json)).toEqual(expected);
	});

	test.each<[string, Operation, unknown, string]>([
		['an empty list', list, { rows: [] }, 'Nothing was found.'],
		[
			'an empty list that a search by POST finds',
			{ ...list, request: write.request, isRead: true },
			{ rows: [] },
			'Nothing was found.',
		],
		['an empty answer to a write', write, '', 'Vendor accepted the request and answered nothing.'],
		[
			'an empty list as the answer to a write',
			enveloped,
			{ x: [] },
			'Vendor accepted the request and answered nothing.',
		],
	])('is told to a model in words where it is %s', async (_name, operation, content, message) => {
		const { execute } = runOf({ isTool: true, respond: answer(content) });
		expect(await execute(operation, {}, 2)).toEqual([
			{ json: { message }, pairedItem: { item: 2 } },
		]);
	});

	const paged: Operation = {
		...list,
		list: { style: 'page', positionParam: 'page', sizeParam: 'size', maxPageSize: 2 },
	};

	test('of a list in pages is one item where one thing was asked for, and an error where it is empty', async () => {
		const one = { ...paged, output: { envelopeKey: 'rows', singular: 'row' } };
		expect(
			await runOf({ respond: answer(rows(2)), parameters: { limit: 2 } }).execute(one),
		).toHaveLength(1);
		await expect(runOf({ respond: answer(rows(0)) }).execute(one)).rejects.toThrow(
			'Vendor: found no row with this ID.',
		);
	});

	test('that repeats a page is an error that names Limit', async () => {
		const { execute } = runOf({ parameters: { returnAll: true }, respond: answer(rows(2)) });
		await expect(execute(paged)).rejects.toThrow(
			'Vendor: the list repeats a page. Use Limit instead of Return All, and tell the vendor. [item 0]',
		);
	});

	test('of a list in pages is requested up to the limit', async () => {
		const { execute, sent } = runOf({ parameters: { limit: 2 }, respond: answer(rows(2)) });
		expect(await execute(paged)).toHaveLength(2);
		expect(sent.map(({ qs }) => qs)).toEqual([{ size: 2, page: 1 }]);
	});

	test('of a list in pages that is empty gives no item', async () => {
		expect(await runOf({ respond: answer('') }).execute(paged)).toEqual([]);
	});

	test.each<[string, string]>([
		['chan', 'Vendor: Bad (HTTP 400). Check The Chat. [item 0]'],
		['note', 'Check The note.'],
		['args', 'Check the fields of this operation.'],
	])('that complains of %j: %j', async (field, message) => {
		const operation: Operation = {
			...write,
			fields: [
				aField('c', { displayName: 'The Chat', sendIn: body('args.chan') }),
				aField('n', { displayName: 'None' }),
			],
			optional: { displayName: 'Filters', fields: [aField('note', { sendIn: body('note') })] },
		};
		const { execute } = runOf({ respond: () => refusal('Bad', field) });
		await expect(execute(operation)).rejects.toThrow(message);
	});

	test('that complains of a field of an operation without fields', async () => {
		const { execute } = runOf({ respond: () => refusal('Bad', 'chan') });
		await expect(execute(write)).rejects.toThrow('Check the fields of this operation.');
	});
});

describe('a request', () => {
	test('goes to the address in the credential field of its operation', async () => {
		const { execute, sent } = runOf({ credential: { otherUrl: 'https://other.example/' } });
		await execute({ ...read, baseUrlField: 'otherUrl' });
		expect(sent[0].url).toBe('https://other.example/things');
	});

	test('that was accepted as a write is not sent again for its item, whatever it would hold', async () => {
		const { execute, sent } = runOf({ respond: (_sent, count) => response(200, { count }) });
		const content = { text: 'a' };
		const counts: unknown[] = [];
		const send = async (request: Partial<IHttpRequestOptions>, itemIndex?: number) =>
			counts.push((await execute(write, request, itemIndex))[0].json.count);
		await send({ body: content });
		await send({ body: content });
		await send({ body: { text: 'b' } });
		await send({ body: content, qs: { q: 1 } });
		await send({ body: content, url: '/other' });
		await send({ body: content }, 1);
		expect(counts).toEqual([1, 1, 1, 1, 1, 2]);
		expect(sent).toHaveLength(2);
	});

	test('that was refused as a write is sent again', async () => {
		const { execute, sent } = runOf({ respond: () => refusal() });
		for (let tries = 0; tries < 2; tries += 1)
			await expect(execute(write)).rejects.toThrow('no (HTTP 400)');
		expect(sent).toHaveLength(2);
	});

	test('that is a read is sent each time', async () => {
		const { execute, sent } = runOf();
		await execute({ ...write, isRead: true });
		await execute({ ...write, isRead: true });
		await execute(read);
		await execute(read);
		expect(sent).toHaveLength(4);
	});

	test('that has an unknown outcome is not sent again', async () => {
		const { execute, sent } = runOf({ respond: () => networkError('ECONNRESET') });
		const message =
			'Vendor: gave no answer (the connection broke), so the request may or may not have been carried out';
		for (let tries = 0; tries < 2; tries += 1)
			await expect(execute(write)).rejects.toThrow(message);
		expect(sent).toHaveLength(1);
	});
});

describe('writes in order', () => {
	const refuseFirst = (_request: unknown, count: number): FakeResponse =>
		count === 1 ? refusal() : response(200);
	const ordered = (...orderedBy: string[]): Operation => ({
		...write,
		orderedBy,
		fields: ['a', 'b', 'args.a'].map((name) => aField(name, { sendIn: body(name) })),
	});

	/** Two items, of which the first one fails. @returns whether the second was sent */
	async function isSecondSent(
		operation: Operation,
		requests: Array<Partial<IHttpRequestOptions>>,
		continueOnFail = false,
	) {
		const { execute, sent } = runOf({ continueOnFail, respond: refuseFirst });
		const [first, second] = await Promise.allSettled(
			requests.map(async (request, item) => await execute(operation, request, item)),
		);
		expect(first).toMatchObject({
			status: 'rejected',
			reason: { message: expect.stringContaining('no (HTTP 400)') },
		});
		if (second.status === 'rejected') {
			expect([sent.length, (second.reason as Error).message]).toEqual([
				1,
				'Vendor: nothing was sent, because item 0, which comes first in the same chat, failed. Mend that item first. [item 1]',
			]);
			return false;
		}
		expect(sent).toHaveLength(2);
		return true;
	}

	test.each<[string[], object | undefined, object | undefined, boolean]>([
		[['a'], { a: 1 }, { a: 1 }, false],
		[['a'], { a: 1 }, { a: 2 }, true],
		[['args.a'], { args: { a: 'x' } }, { args: { a: 'x' } }, false],
		[['a', 'b'], { a: 1, b: 2 }, { a: 1, b: 2 }, false],
		[['a', 'b'], { a: 1, b: 2 }, { a: 1, b: 3 }, true],
		[['a', 'b'], { a: 1, b: 23 }, { a: 12, b: 3 }, true],
		[['a', 'b'], { a: 1, b: '' }, { a: 1 }, false],
		[['a'], { a: ['x', 'y'] }, { a: ['y', 'z'] }, false],
		[['a'], { a: ['x', 'y'] }, { a: ['z'] }, true],
		[['a'], { a: [1] }, { a: '1' }, false],
		[['a', 'b'], { a: ['x'], b: 'z' }, { a: ['y'], b: 'z' }, false],
		[['a'], {}, {}, true],
		[['a'], undefined, undefined, true],
		[[], { a: 1 }, { a: 1 }, true],
	])('by %j: after %j failed, whether %j is sent is %p', async (names, first, second, sent) => {
		const requests = [{ body: first }, { body: second }] as Array<Partial<IHttpRequestOptions>>;
		expect(await isSecondSent(ordered(...names), requests)).toBe(sent);
	});

	test('a chat may be named in the query', async () => {
		const operation: Operation = {
			...write,
			orderedBy: ['q'],
			fields: [aField('q', { sendIn: query('q') })],
		};
		const [one, other] = [{ qs: { q: 1 } }, { qs: { q: 2 } }];
		expect(await isSecondSent(operation, [one, one])).toBe(false);
		expect(await isSecondSent(operation, [one, other])).toBe(true);
	});

	test('a write goes on after a failure of its chat if the user continues on fail', async () => {
		const requests = [{ body: { a: 1 } }, { body: { a: 1 } }];
		expect(await isSecondSent(ordered('a'), requests, true)).toBe(true);
		expect(await isSecondSent({ ...write, orderedBy: undefined }, requests)).toBe(true);
	});

	test('a write that is held back blocks later writes to its other chats', async () => {
		const { execute } = runOf({ respond: refuseFirst });
		const chats = [['x'], ['x', 'y'], ['y']];
		const results = await Promise.allSettled(
			chats.map(async (a, item) => await execute(ordered('a'), { body: { a } }, item)),
		);
		expect(results[2]).toMatchObject({
			reason: { message: expect.stringContaining('because item 1, which') },
		});
	});

	test('a retry of the failed item releases those that were held back', async () => {
		const { execute, sent } = runOf({ respond: refuseFirst });
		const request = { body: { a: 1 } };
		const results = await Promise.allSettled(
			[0, 1, 2].map(async (item) => await execute(ordered('a'), request, item)),
		);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(results[2]).toMatchObject({
			reason: { message: expect.stringContaining('because item 0, which') },
		});
		await execute(ordered('a'), request, 0);
		expect(await execute(ordered('a'), request, 1)).toHaveLength(1);
		expect(sent).toHaveLength(3);
	});
});
