/** What vendors answer: success only where the document says success, the entry that was asked for, numbers with all digits. */

import { known as anyComKnown } from '../support/sandbox/anyCom';
import { known as selartiKnown } from '../support/sandbox/selarti';
import { known as vardastKnown } from '../support/sandbox/vardast';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { naxonAi } from '../support/vendors/naxonAi';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';
import { vardast } from '../support/vendors/vardast';

const clients = {
	anyCom: useVendor(anyCom),
	naxonAi: useVendor(naxonAi),
	selarti: useVendor(selarti),
	vardast: useVendor(vardast),
};
type Client = keyof typeof clients;

/** Runs an operation to whose request the vendor answers with this body. */
async function answered(
	vendor: Client,
	on: string,
	parameters: Record<string, unknown>,
	body: unknown,
) {
	const { run, sandbox } = clients[vendor];
	sandbox.injectFault({ kind: 'rewrite', on, status: 200, body });
	const { items, error } = await run(parameters);
	return { items: items.map(({ json }) => json), error: error?.message };
}

const reload = { resource: 'channel', operation: 'reload', channel: byId(anyComKnown.channel) };
const customers = { resource: 'customer', operation: 'getAll' };
const processing = {
	resource: 'message',
	operation: 'process',
	channel: byId(vardastKnown.channel.id),
	contact: byId(vardastKnown.contact.id),
	message: 'سلام',
};
const send = {
	resource: 'message',
	operation: 'send',
	thread: byId(selartiKnown.thread),
	message: 'Hi',
};
const threads = { resource: 'thread', operation: 'getAll' };
const unknown = /answered in a form that is not documented/;

// https://github.com/ioBroker/ioBroker.whatsapp-cmb/issues/153
describe('what the document does not call success is an error', () => {
	test.each<[Client, string, Record<string, unknown>, unknown, RegExp]>([
		[
			'anyCom',
			'A5',
			reload,
			{ status: 'error', result: 'Channel is down' },
			/AnyCom: Channel is down/,
		],
		['anyCom', 'A5', reload, { status: false }, /refused the request without saying why/],
		['anyCom', 'A5', reload, { status: null, result: null }, /refused the request/],
		['anyCom', 'A5', reload, { status: 'OK', result: 'x' }, /AnyCom: x/],
		['anyCom', 'A5', reload, { status: '412', result: 'no' }, /AnyCom: no \(HTTP 412\)/],
		['anyCom', 'A5', reload, { status: 0, result: 'no' }, /AnyCom: no/],
		['anyCom', 'A5', reload, { status: true, result: 'no' }, /AnyCom: no/],
		['anyCom', 'A5', reload, true, /without a status/],
		['anyCom', 'A5', reload, '12', /without a status/],
		['anyCom', 'A5', reload, [], /without a status/],
		['anyCom', 'A1', customers, { status: 200, result: 'none' }, unknown],
		['anyCom', 'A1', customers, { status: 200, result: [1, 2] }, unknown],
		['vardast', 'V1', processing, { status: 'failed', error: 'No credit' }, /Vardast: No credit/],
		['vardast', 'V1', processing, { status: 'FAILED' }, /said that the request failed/],
		['vardast', 'V1', processing, { status: false }, /said that the request failed/],
		['vardast', 'V1', processing, { status: null }, /said that the request failed/],
		['vardast', 'V1', processing, 'true', unknown],
		['vardast', 'V1', processing, '12', unknown],
		['vardast', 'V4', { resource: 'channel', operation: 'getAll' }, 'false', unknown],
		['vardast', 'V4', { resource: 'channel', operation: 'getAll' }, { items: ['a'] }, unknown],
		['selarti', 'S11', send, { status: 'failed', message: 'Blocked' }, /Selarti: Blocked/],
		['selarti', 'S11', send, { status: false }, /said that the request failed/],
		['selarti', 'S11', send, { success: 'false', error: 'Blocked' }, /Selarti: Blocked/],
		['selarti', 'S11', send, { success: 0 }, /said that the request failed/],
		['selarti', 'S11', send, 'true', unknown],
		['selarti', 'S11', send, '[1]', unknown],
		['selarti', 'S5', threads, { status: 'success', response: { thread: ['1721x1'] } }, unknown],
		['selarti', 'S5', threads, { status: 'success', response: { thread: 7 } }, unknown],
		['naxonAi', 'N1', { resource: 'model', operation: 'getAll' }, { data: ['x'] }, unknown],
		['naxonAi', 'N1', { resource: 'model', operation: 'getAll' }, { data: true }, unknown],
		['naxonAi', 'N1', { resource: 'model', operation: 'getAll' }, '[]', unknown],
	])('%s %s', async (vendor, on, parameters, body, message) => {
		const { items, error } = await answered(vendor, on, parameters, body);
		expect([items, error]).toEqual([[], expect.stringMatching(message)]);
		expect(error).not.toMatch(/operator|undefined|\[object/);
	});

	test('and nobody knows whether a write in an unknown form was carried out', async () => {
		const { error } = await answered('vardast', 'V1', processing, 'true');
		expect(error).toContain('may or may not have been carried out');
	});
});

describe('what the document calls success is one', () => {
	test.each<[Client, string, Record<string, unknown>, unknown, object[]]>([
		[
			'anyCom',
			'A5',
			reload,
			{ status: '200', result: 'done' },
			[{ success: true, message: 'done' }],
		],
		['anyCom', 'A1', customers, { status: 204 }, []],
		['anyCom', 'A1', customers, { status: 200, result: [] }, []],
		[
			'vardast',
			'V1',
			processing,
			{ status: 'Success', response: 'x' },
			[{ status: 'Success', response: 'x', text: 'x' }],
		],
		['selarti', 'S11', send, { status: 'success', response: {} }, [{ success: true }]],
		['selarti', 'S5', threads, { status: 'success' }, []],
		['selarti', 'S5', threads, { status: 'success', response: null }, []],
		['selarti', 'S5', threads, { status: 'success', response: { thread: [] } }, []],
		['vardast', 'V4', { resource: 'channel', operation: 'getAll' }, '[]', []],
	])('%s %s', async (vendor, on, parameters, body, items) => {
		expect(await answered(vendor, on, parameters, body)).toEqual({ items, error: undefined });
	});
});

// https://manual.bubble.io/core-resources/data/search
describe('Get gives the entry that has the ID', () => {
	const company = byId(selartiKnown.company);
	const wanted = '1721x2';
	const vChannel = byId(vardastKnown.channel.id);
	const gets: Array<
		[Client, string, Record<string, unknown>, (list: object[]) => unknown, string]
	> = [
		[
			'selarti',
			'S2',
			{ resource: 'ai', ai: byId(wanted), company },
			(ai) => ({ status: 'success', response: { ai } }),
			'_id',
		],
		[
			'selarti',
			'S3',
			{ resource: 'task', task: byId(wanted), company },
			(task) => ({ status: 'success', response: { task } }),
			'_id',
		],
		[
			'selarti',
			'S4',
			{ resource: 'company', company: byId(wanted) },
			(list) => ({ status: 'success', response: { company: list } }),
			'_id',
		],
		[
			'selarti',
			'S5',
			{ resource: 'thread', thread: byId(wanted) },
			(thread) => ({ status: 'success', response: { thread } }),
			'_id',
		],
		[
			'selarti',
			'S6',
			{ resource: 'message', messageId: wanted, thread: byId(selartiKnown.thread) },
			(message) => ({ status: 'success', response: { message } }),
			'_id',
		],
		[
			'vardast',
			'V9',
			{ resource: 'channelContact', channelContact: byId(wanted), channel: vChannel },
			(items) => ({ items }),
			'id',
		],
		[
			'vardast',
			'V10',
			{ resource: 'order', order: byId(wanted), channel: vChannel },
			(items) => ({ items }),
			'id',
		],
		['vardast', 'V8', { resource: 'prompt', promptId: wanted }, ([first]) => first, 'prompt_id'],
		['naxonAi', 'N2', { resource: 'model', model: byId(wanted) }, ([first]) => first, 'id'],
		[
			'naxonAi',
			'N5',
			{ resource: 'conversation', conversation: byId(wanted) },
			([first]) => first,
			'id',
		],
	];
	test.each(gets)('%s %s, never the first one', async (vendor, on, parameters, answer, key) => {
		const get = { ...parameters, operation: 'get', simplify: false };
		const { items, error } = await answered(
			vendor,
			on,
			get,
			answer([{ [key]: '1721x1', id: '1721x1' }]),
		);
		expect([items, error]).toEqual([[], expect.stringMatching(/found no .+ with this ID/)]);
		clients[vendor].sandbox.reset();
		const found = await answered(
			vendor,
			on,
			get,
			answer([{ [key]: '1721X2' }, { [key]: '1721x1' }]),
		);
		expect(found).toEqual({ items: [{ [key]: '1721X2' }], error: undefined });
	});

	// Naxon AI documents an ID in each of its answers.
	test.each(gets.filter(([vendor]) => vendor !== 'naxonAi'))(
		'%s %s, and an entry alone that has no ID',
		async (vendor, on, parameters, answer) => {
			const get = { ...parameters, operation: 'get', simplify: false };
			const found = await answered(vendor, on, get, answer([{ name: 'x' }]));
			expect(found).toEqual({ items: [{ name: 'x' }], error: undefined });
		},
	);
});

// https://github.com/n8n-io/n8n/issues/26925
describe('a number keeps its digits', () => {
	const ids = ['7615917337495251230', '7615917337495251231', '7615917337495251232'];
	const models = `{"data":[${ids.map((id) => `{"id":${id},"name":"M \\"${id}\\""}`).join(',')}],"total_pages":1}`;

	test('in what an operation gives', async () => {
		const { items } = await answered(
			'naxonAi',
			'N1',
			{ resource: 'model', operation: 'getAll' },
			models,
		);
		expect(items).toEqual(ids.map((id) => ({ id, name: `M "${id}"` })));
	});

	test('in a pick list', async () => {
		const { sandbox, search } = clients.naxonAi;
		sandbox.injectFault({ kind: 'rewrite', on: 'N1', status: 200, body: models });
		const { results } = await search('searchModels');
		expect(results.map(({ value }) => value)).toEqual(ids);
	});

	test('on the way back to the vendor', async () => {
		const { sandbox } = clients.naxonAi;
		const body = `{"id":${ids[1]}}`;
		const get = { resource: 'model', operation: 'get', model: byId(ids[1]) };
		expect((await answered('naxonAi', 'N2', get, body)).items).toEqual([{ id: ids[1] }]);
		expect(sandbox.requests[0].path).toBe(`/models/${ids[1]}`);
	});
});
