/** Values, answers and events that look like others: people in Uzbekistan, Brazil, Indonesia and Iran write them. */

import type { WebhookRun } from '../support/engine/webhook';
import { callWebhook } from '../support/engine/webhook';
import { sample as naxonAiSample } from '../support/fixtures/naxonAiWebhook';
import { sample as selartiSample } from '../support/fixtures/selartiWebhook';
import { known } from '../support/sandbox/selarti';
import { known as vardastKnown } from '../support/sandbox/vardast';
import { useVendor } from '../support/useVendor';
import { naxonAi } from '../support/vendors/naxonAi';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';
import { vardast } from '../support/vendors/vardast';
import { parsePhoneNumber } from '../../nodes/shared/operations/phoneNumber';
import {
	toBoolean,
	toId,
	toIdList,
	toIsoDateTime,
	toText,
	toTextList,
} from '../../nodes/shared/operations/serializers';
import { parseJson } from '../../nodes/shared/util/json';
import { foldText } from '../../nodes/shared/util/text';
import { toTarget } from '../../nodes/Selarti/fields';

describe('a phone number without its country code is not sent to another country', () => {
	test.each([
		['of Indonesia, which would be one of Japan', '812 3456 7890'],
		['of Indonesia, without a gap', '8123456789'],
		['of Uzbekistan, which would be one of France', '331234567'],
		['of Turkey, which would be one of Cuba', '532 123 45 67'],
		['of the United States, which would be one of Morocco', '212-555-1234'],
		['of the United Arab Emirates, which would be one of Belize', '501234567'],
		['of Kazakhstan behind the 8 of a call inside it', '87071234567'],
		['of Belarus behind the 8 0 of a call inside it', '80291234567'],
		['of Saint Petersburg behind the 8 of a call inside Russia', '88121234567'],
		['behind the 2 that counts it in a list', '2. 998901234567'],
		['behind the 1 that counts it in a list', '1. 998901234567'],
		['with too few digits for the United States', '123456789'],
		['with too few digits for Uzbekistan', '99890123456'],
	])('%s: %s', (_what, number) => {
		expect(() => parsePhoneNumber(number)).toThrow(
			/country code first, e\.g\. \+55 11 98765-4321$/,
		);
	});

	test.each([
		['+998 8 90 123 45 67', '9 digits after its country code 998'],
		['+998 90 123 45 67 8', '9 digits after its country code 998'],
		['+375 8 029 123 45 67', '9 digits after its country code 375'],
		['+55 11 8765-432', '10 to 11 digits after its country code 55'],
	])('nor with digits that its country does not have: %s', (number, problem) => {
		expect(() => parsePhoneNumber(number)).toThrow(
			`must be a phone number with ${problem}`.slice(8),
		);
	});

	test.each([
		['wa.me/5511987654321', '5511987654321'],
		['https://api.whatsapp.com/send?phone=5511987654321', '5511987654321'],
		['+62 812-3456-7890', '6281234567890'],
		['62812 3456 7890', '6281234567890'],
		['1-212-555-0100', '12125550100'],
		['+870 773 123 456', '870773123456'],
	])('and with it, it is read: %s', (number, digits) => {
		expect(parsePhoneNumber(number)).toBe(digits);
	});
});

describe('a target of Selarti', () => {
	test.each([
		['wa.me/998901234567', '998901234567'],
		['998901234567:12@s.whatsapp.net', '998901234567'],
		['t.me/someone', 't.me/someone'],
	])('is whom a link names: %s', (typed, target) => expect(toTarget(typed, '')).toBe(target));

	test.each([
		['TYPE=CELL:+998901234567'],
		['<li>998901234567</li>'],
		['Ali: +998901234567'],
		['{"id":5}'],
		['998901234567/998901234568'],
		['998/90/1234567'],
		[12.5],
		[true],
	])('is not a text about one: %j', (typed) => {
		expect(() => toTarget(typed, '')).toThrow(/^(a phone number|an ID, not true)/);
	});
});

describe('a date', () => {
	test.each([
		['202601311000', '2026-01-31T10:00:00+05:00'],
		[202601311000, '2026-01-31T10:00:00+05:00'],
		['20260131100030', '2026-01-31T10:00:30+05:00'],
		['999999999999', '2001-09-09T06:46:39+05:00'],
	])('without anything between its digits is no time of 1976: %j', (given, sent) => {
		expect(toIsoDateTime(given, 'Asia/Tashkent')).toBe(sent);
	});
});

describe('a switch', () => {
	test.each(['Ha', 'ҳа', 'Ya', 'Benar', 'Sí', 'S', '✓', '✅', '☑️', '1.0', 'آری', 'evet'])(
		'is on: %s',
		(value) => expect(toBoolean(value, '')).toBe(true),
	);
	test.each(["Yo'q", 'Yoʻq', 'yo‘q', 'YOʼQ', 'йўқ', 'Tidak', 'salah', '✗', '☐', '0.0', 'نه'])(
		'is off: %s',
		(value) => expect(toBoolean(value, '')).toBe(false),
	);
	test.each([['[]'], [2], ['-1'], [[]], [{}]])('is neither: %j', (value) => {
		expect(() => toBoolean(value, '')).toThrow('true or false');
	});
});

describe('an ID', () => {
	test.each(['NULL', 'Null', 'NONE', 'nan', 'N/A', '<nil>', '(null)', '[]', '{}', '""'])(
		'is not what a database or program writes for nothing: %s',
		(value) => expect(() => toId(value, '')).toThrow(`an ID, not "${value}"`),
	);
	test('is no truth value', () => {
		expect(() => toId(false, '')).toThrow('an ID, not false');
	});
	test.each(['null, 1721x1', ['1721x1', 'undefined'], '1.72E+12', '1721x1 NULL'])(
		'in a list neither: %j',
		(value) =>
			expect(() => toIdList(value, '')).toThrow(/^an ID, not|^a number with all its digits/),
	);
	test.each(['[object Object],[object Object]', '#GETTING_DATA', '#BUSY!', 'Err:502'])(
		'and no text of a customer is %s',
		(value) => expect(() => toText(value, '')).toThrow('a text, not'),
	);
});

test.each([
	['◦ a\n◦ b'],
	['▪ a\n▪ b'],
	['· a\n· b'],
	['✓ a\n✔️ b'],
	['۱. a\n۲. b'],
	['1- a\n2- b'],
	['(1) a\n(2) b'],
	['1: a\n2: b'],
])('a list is its entries, whatever counts or marks them: %j', (given) => {
	expect(toTextList(given, '')).toEqual(['a', 'b']);
});

test.each([
	['oʻzbek', "o'zbek"],
	['o‘zbek', 'O’ZBEK'],
	['oʼzbek', 'o`zbek'],
	['ещё', 'ЕЩЕ'],
	['❤️', '❤'],
	['ٱب', 'اب'],
	['ھے', 'هی'],
	['١٢٣', '۱۲۳'],
])('a keyword %s is found as %s', (one, other) => {
	expect(foldText(one)).toBe(foldText(other));
});

test.each([
	['{"id":7.615917337495251230e18}', '7615917337495251230'],
	['{"id":7615917337495251230.0}', '7615917337495251230'],
	['{"id":-76159173374952512300e-1}', -7615917337495251230],
	['{"id":9.5e20}', 9.5e20],
])('an ID keeps its digits, however it is written: %s', (json, id) => {
	expect(parseJson(json)).toEqual({ id });
});

const clients = {
	selarti: useVendor(selarti),
	vardast: useVendor(vardast),
	naxonAi: useVendor(naxonAi),
};
async function answered(
	vendor: keyof typeof clients,
	on: string,
	parameters: Record<string, unknown>,
	body: unknown,
) {
	const { run, sandbox } = clients[vendor];
	sandbox.injectFault({ kind: 'rewrite', on, status: 200, body });
	const { items, error } = await run(parameters);
	return { items: items.map(({ json }) => json), error: error?.message };
}

const processing = {
	resource: 'message',
	operation: 'process',
	channel: byId(vardastKnown.channel.id),
	contact: byId(vardastKnown.contact.id),
	message: 'سلام',
};
const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId(known.thread),
	message: 'Hi',
	messageType: 'bot',
};
const refusals: Array<[object, string]> = [
	[{ ok: false, error: 'No credit' }, 'No credit'],
	[{ success: 'no', message: 'No credit' }, 'No credit'],
	[{ error: 'No credit' }, 'No credit'],
	[{ Error: { message: 'No credit' } }, 'No credit'],
	[{ errors: [{ message: 'No credit' }] }, 'No credit'],
	[{ errors: ['No credit'] }, 'No credit'],
	[{ Status: 'error', error: 'No credit' }, 'No credit'],
	[{ ok: 0 }, 'said that the request failed'],
];

describe('an answer that says it failed is no success', () => {
	test.each(refusals)('of Vardast: %j', async (body, words) => {
		const { items, error } = await answered('vardast', 'V1', processing, body);
		expect([items, error]).toEqual([[], expect.stringContaining(`Vardast: ${words}`)]);
	});
	test.each(refusals)('of Selarti: %j', async (body, words) => {
		const { items, error } = await answered('selarti', 'S11', sending, body);
		expect([items, error]).toEqual([[], expect.stringContaining(`Selarti: ${words}`)]);
	});
	test.each([[{ error: '' }], [{ error: null, errors: [] }], [{ error: false, ok: 'true' }]])(
		'and one that has no error in it is one: %j',
		async (body) => {
			const { error } = await answered('vardast', 'V1', processing, { ...body, response: 'x' });
			expect(error).toBeUndefined();
		},
	);
});

test.each([[{ message: 'Unauthorized' }], [{ Items: [] }], [{ data: [] }]])(
	'an answer that is no list gives no empty item: %j',
	async (body) => {
		const list = { resource: 'channel', operation: 'getAll' };
		const { items, error } = await answered('vardast', 'V4', list, body);
		expect([items, error]).toEqual([[], expect.stringContaining('not documented')]);
	},
);

describe('Get never gives another person’s record', () => {
	const get = { resource: 'thread', operation: 'get', thread: byId('1721x2'), simplify: false };
	const inEnvelope = (thread: unknown) => ({ status: 'success', response: { thread } });
	test.each([
		[{ _ID: '1721x1' }],
		[[{ Id: '1721x1', name: 'x' }]],
		[{ threadId: '1721x1' }],
		[{ uuid: '1721x1' }],
		[{ results: [{ _id: '1721x1' }] }],
		[{ thread: { _id: '1721x1' } }],
		[{ results: [] }],
	])('under other keys or deeper in the answer: %j', async (thread) => {
		const { items, error } = await answered('selarti', 'S5', get, inEnvelope(thread));
		expect([items, error]).toEqual([[], expect.stringContaining('found no thread with this ID')]);
	});
	test.each([
		[{ _id: '', id: '1721x2' }],
		[{ Id: '1721X2' }],
		[{ results: [{ _id: '1721x1' }, { id: '1721x2' }] }],
	])('and finds the one that was asked for: %j', async (thread) => {
		const { items } = await answered('selarti', 'S5', get, inEnvelope(thread));
		expect(JSON.stringify(items).toLowerCase()).toContain('1721x2');
		expect(JSON.stringify(items)).not.toContain('1721x1');
	});
	test('of Naxon AI neither', async () => {
		const model = { resource: 'model', operation: 'get', model: byId('123'), simplify: false };
		const { items } = await answered('naxonAi', 'N2', model, { data: { model: { id: 124 } } });
		expect(items).toEqual([]);
	});
});

describe('an event', () => {
	let count = 0;
	const receive = async (change: object, sample: object = selartiSample) => {
		const isSelarti = 'wh_type' in sample;
		const run = {
			node: isSelarti ? 'selartiTrigger' : 'naxonAiTrigger',
			parameters: { ...(isSelarti && { triggerOn: ['any'] }), authentication: ['none'] },
			credentials: {},
			server: { staticData: {}, id: `lookalikes ${(count += 1)}` },
		} as unknown as WebhookRun;
		return await callWebhook(run, { body: { ...sample, ...change } });
	};

	test.each([
		[{ wh_type: ['close'] }, { whType: 'close' }],
		[{ thread_id: ['1741x2'] }, { threadId: '1741x2' }],
		[{ message_id: ['1741x1'] }, { messageId: '1741x1' }],
		[
			{ success: 'Ha', interest: 'Tidak' },
			{ success: true, interest: false },
		],
	])(
		'is not lost for a list with one entry or a word of another language: %j',
		async (body, item) => {
			expect(await receive(body)).toMatchObject({ status: 200, items: [item] });
		},
	);

	test.each([['null'], [false], [{}], ['undefined'], [' NULL ']])(
		'of a tag is not lost for a message_id that says nothing: %j',
		async (message_id) => {
			const { status, items } = await receive({ wh_type: 'close', message_id });
			expect([status, items?.[0].messageId]).toEqual([200, undefined]);
		},
	);

	test.each([[{ message_id: 'null' }], [{ thread_id: 'undefined' }], [{ message_id: ['a', 'b'] }]])(
		'of a message does not hold back others for an ID that is none: %j',
		async (body) => expect(await receive(body)).toMatchObject({ status: 400 }),
	);

	test.each([
		['keywordNotification'],
		['keyword.notification'],
		['keyword\u2011notification'],
		[['keyword-notification']],
	])('of Naxon AI is known by its letters: %j', async (event) => {
		expect(await receive({ event }, naxonAiSample)).toMatchObject({
			items: [{ conversationId: '61754' }],
		});
	});
});
