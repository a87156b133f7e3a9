/** Values as models, programs and expressions give them, in the fields of an operation. */

import { useSelarti } from '../integration/selarti/useSelarti';
import { known } from '../support/sandbox/selarti';
import { known as vardastKnown } from '../support/sandbox/vardast';
import { useVendor } from '../support/useVendor';
import { naxonAi } from '../support/vendors/naxonAi';
import { byId } from '../support/vendors/parameters';
import { vardast } from '../support/vendors/vardast';

const { run, sandbox } = useSelarti();
const prompts = useVendor(vardast);
const agents = useVendor(naxonAi);

const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId(known.thread),
	message: '={{ $json.text }}',
	messageType: 'bot',
};
const sent = () => sandbox.requestsTo('S11').map(({ body }) => body.message);

// https://github.com/simatec/ioBroker.backitup/issues/812
describe('an object where a text is wanted', () => {
	test.each([
		['=Hi {{ $json.customer }}!'],
		['={{ "Hi " + $json.customer }}'],
		['=<{{ $json.customer.name }}>'],
	])('reaches no customer as [object Object]: %s', async (message) => {
		const { error } = await run(
			{ ...sending, message },
			{ items: [{ customer: { name: { first: 'Ann' } } }] },
		);
		expect(error?.message).toBe(
			'Message has an object in its text, which reads [object Object]: choose one of the fields of that object [item 0]',
		);
		expect(sent()).toEqual([]);
	});

	test('is refused too where an earlier node has made a text of it, in a message and in an ID', async () => {
		const items = [{ text: '[object Object]' }];
		const inMessage = await run(sending, { items });
		const inThread = await run({ ...sending, thread: byId('={{ $json.text }}') }, { items });
		expect([inMessage, inThread].map(({ error }) => error?.message)).toEqual([
			'Message must be a text, not [object Object]: choose one of the fields of that object [item 0]',
			'Thread must be a text, not [object Object]: choose one of the fields of that object [item 0]',
		]);
		expect(sent()).toEqual([]);
	});

	test('a customer, and who writes the workflow, may write about it', async () => {
		await run(sending, { items: [{ text: 'Your bot wrote "[object Object]" to me.' }] });
		await run({ ...sending, message: 'Never write [object Object].' });
		await run(
			{ ...sending, message: '=Never write [object Object], {{ $json.name }}.' },
			{
				items: [{ name: 'Ann' }],
			},
		);
		expect(sent()).toEqual([
			'Your bot wrote "[object Object]" to me.',
			'Never write [object Object].',
			'Never write [object Object], Ann.',
		]);
	});
});

// https://github.com/UKGovernmentBEIS/inspect_ai/issues/1477, https://github.com/codigoencasa/builderbot/pull/140
describe('a word for nothing where an ID is wanted', () => {
	test.each([['undefined'], ['null'], ['None'], ['NaN'], [' undefined\n']])(
		'does not join the chats of different people in one: %j',
		async (chatId) => {
			const { error } = await run(
				{
					resource: 'message',
					operation: 'sendExternal',
					task: byId(known.task),
					chatId: '={{ $json.chatId }}',
					message: 'Hello',
				},
				{ items: [{ chatId }] },
			);
			expect(error?.message).toBe(`Chat ID must be an ID, not "${chatId.trim()}" [item 0]`);
			expect(sandbox.requestsTo('S12')).toEqual([]);
		},
	);

	test('does not list everything where a model gives it to a filter', async () => {
		const { error } = await run({
			resource: 'thread',
			operation: 'getAll',
			filters: { externalId: 'null' },
		});
		expect(error?.message).toBe('External ID must be an ID, not "null" [item 0]');
		expect(sandbox.requestsTo('S5')).toEqual([]);
	});

	test('as a message it is a word, and in an ID only a part', async () => {
		await run(sending, { items: [{ text: 'undefined' }] });
		expect(sent()).toEqual(['undefined']);
		const { error } = await run({ ...sending, thread: byId('null-1') }, { items: [{ text: 'x' }] });
		expect(error?.message).toMatch(/null-1 does not exist/);
	});
});

// https://github.com/nylas/nylas-nodejs/issues/616, https://github.com/postalsys/emailengine/issues/12
describe('an ID in the address of a request', () => {
	test.each([
		['12/34', '12%2F34'],
		['../models', '..%2Fmodels'],
		['12?since=0#x', '12%3Fsince%3D0%23x'],
		['%2e%2e', '%252e%252e'],
		['a;b=c', 'a%3Bb%3Dc'],
		['…', '%E2%80%A6'],
	])('stays one ID, whatever is in it: %s', async (id, segment) => {
		await agents.run({ resource: 'conversation', operation: 'get', conversation: byId(id) });
		expect(agents.sandbox.requests.map(({ url }) => url)).toEqual([`/conversations/${segment}`]);
	});

	test.each([['.'], ['..'], ['\u202e..'], ['..\u200b']])(
		'is none where it would be another address: %j',
		async (id) => {
			const { error } = await agents.run({
				resource: 'conversation',
				operation: 'get',
				conversation: byId(id),
			});
			expect(error?.message).toMatch(/^Conversation must be an ID, not "\.{1,2}" \[item 0\]$/);
			expect(agents.sandbox.requests).toEqual([]);
		},
	);
});

describe('JSON from a model', () => {
	const creating = {
		resource: 'prompt',
		operation: 'create',
		assistant: byId(vardastKnown.assistant.id),
		text: 'Answer politely.',
		promptJson: '={{ $json.prompt }}',
		createdBy: 'n8n',
	};
	const create = async (prompt: unknown) => {
		const { error } = await prompts.run(creating, { items: [{ prompt }] });
		const bodies = prompts.sandbox.requestsTo('V7').map(({ text }) => JSON.parse(text));
		return { error: error?.message, prompts: bodies.map(({ prompt_json }) => prompt_json) };
	};

	// https://github.com/agents-flex/agents-flex/issues/61, https://github.com/vectorize-io/hindsight/issues/645
	test.each([
		['```json\n{"tone":"kind"}\n```'],
		['```\r\n{"tone":"kind"}\r\n```\n'],
		['"{\\"tone\\":\\"kind\\"}"'],
		['\ufeff{"tone":"kind"}'],
		['  {"tone":"kind"}\n'],
		[{ tone: 'kind' }],
	])('is the object in it: %j', async (prompt) => {
		expect(await create(prompt)).toEqual({ error: undefined, prompts: [{ tone: 'kind' }] });
	});

	test.each([
		['{“tone”: "kind"}'],
		["{'tone': 'kind'}"],
		['{"tone":"kind",}'],
		['{"tone":NaN}'],
		['[{"tone":"kind"}]'],
		['"kind"'],
		['null'],
	])('is refused where it is none: %j', async (prompt) => {
		expect(await create(prompt)).toEqual({
			error: 'Prompt JSON must be a JSON object [item 0]',
			prompts: [],
		});
	});

	// https://github.com/axios/axios/pull/7369
	test.each([
		['{"__proto__":{"admin":true}}', '__proto__'],
		['{"rules":[{"constructor":1}]}', 'constructor'],
		['{"a":{"prototype":{}}}', 'prototype'],
	])(
		'with a key that n8n does not send, %s, is refused, not sent without it',
		async (prompt, key) => {
			expect(await create(prompt)).toEqual({
				error: `Prompt JSON must be a JSON object without the key ${key}, which n8n leaves out [item 0]`,
				prompts: [],
			});
			expect(({} as Record<string, unknown>).admin).toBeUndefined();
		},
	);
});

describe('a message', () => {
	// https://github.com/lucasrodes/whatstk/issues/171, https://github.com/guillaumemeyer/watermarks-remover/issues/22
	test.each([
		['👨‍👩‍👧‍👦 ❤️‍🩹 👋🏽'],
		['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
		['⚖️'],
		['می‌خواهم'],
		['\u202bשלום\u202c (VIP)'],
		['line\r\nline\n\nline\ttab'],
		['<b>bold</b> &amp; **bold** _it_ `code` \\n'],
		['={{ $json.secret }}'],
		['{{ $json.secret }}'],
		['=SUM(A1)'],
		['$&$1'],
		['a\u0000b'],
	])('is sent as it is: %j', async (text) => {
		await run(sending, { items: [{ text, secret: 'S' }] });
		expect(sent()).toEqual([text]);
	});
});
