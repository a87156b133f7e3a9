/**
 * What of keys, passwords and messages an error shows. Vendors and the servers before them quote what they were sent, in
 * many forms; n8n stores an error, hands it to the Error Workflow, and logs it with the node.
 */

import { runNode } from '../support/engine';
import type { NodeResult } from '../support/engine';
import { known as knownAtAnyCom } from '../support/sandbox/anyCom';
import { known as knownAtNaxonAi } from '../support/sandbox/naxonAi';
import { known as knownAtSelarti } from '../support/sandbox/selarti';
import { recordLog, textsIn } from '../support/shownTexts';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { naxonAi } from '../support/vendors/naxonAi';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';
import { vardast } from '../support/vendors/vardast';

const naxonAiClient = useVendor(naxonAi);
const anyComClient = useVendor(anyCom);
const vardastClient = useVendor(vardast);
const selartiClient = useVendor(selarti, () => ({ sessionToken: 'bus|session-of-the-test' }));

const sending = {
	resource: 'message',
	operation: 'send',
	channel: byId(knownAtAnyCom.channel),
	customerNumber: byId(knownAtAnyCom.onBotNumber),
	flow: '1',
};
const reading = {
	resource: 'conversation',
	operation: 'get',
	conversation: byId(knownAtNaxonAi.longConversation),
};
const message = 'Dear Nodira,\nyour card 8600 1234 is "blocked" & we are sorry.';

/** Sends a message that is typed into the node, to which the vendor answers with an error. */
async function send(text: string, body: unknown, options: object = {}): Promise<NodeResult> {
	anyComClient.sandbox.injectFault({ kind: 'answer', status: 400, body });
	return await anyComClient.run({ ...sending, message: text }, options);
}

describe("the vendor's words stay readable", () => {
	const words = 'Customer has no session';
	const shown = `AnyCom: ${words} (HTTP 400). Check the credential. Where a proxy drops headers with an underscore, set Send Authentication In to Body there. [item 0]`;

	test.each(['no', 'session', 'Customer', 'has', 'a', 'Customer has no number, sorry'])(
		'where the message is %j',
		async (text) => {
			const { error } = await send(text, { status: 400, result: words });
			expect(error?.message).toBe(shown);
		},
	);

	test('but a message that they quote is hidden, however short', async () => {
		const { error } = await send('no', { status: 400, result: 'Answer "no" is not one of them' });
		expect(error?.message).toContain('Answer "[hidden]" is not one of them (HTTP 400)');
	});

	// Validators leave out the middle of a long value.
	test.each([
		['its end', 'is "blocked" & we are very sorry.'],
		['its middle', 'your card 8600 1234 is "blo'],
		['its start and its end', 'Dear Nodira, your c...blocked" & we are very sorry.'],
	])('and a message of which they quote %s', async (_name, quoted) => {
		const text = 'Dear Nodira, your card 8600 1234 is "blocked" & we are very sorry.';
		const { error } = await send(text, { status: 400, result: `Refused: '${quoted}' (string)` });
		expect(error?.message).toMatch(/Refused: '.*\[hidden\].*' \(string\)/);
		for (const part of ['8600', 'sorry', 'Nodira']) expect(error?.message).not.toContain(part);
	});

	test('a code of four digits is hidden wherever it stands', async () => {
		selartiClient.sandbox.injectFault({
			kind: 'answer',
			on: 'S9',
			status: 400,
			body: { statusCode: 400, body: { message: 'Wrong code 7351 of 17351' } },
		});
		const { error } = await selartiClient.run({
			resource: 'telegramUser',
			operation: 'authCode',
			company: byId(knownAtSelarti.company),
			phone: '998000000000',
			token: 'tg-token-1',
			code: '7351',
		});
		expect(error?.message).toContain('Wrong code [hidden] of 17351 (HTTP 400)');
	});
});

describe('a key is hidden before a long answer is cut off', () => {
	const apiToken = 'nx_live_0123456789abcdefghij';

	test.each([0, 40, 80, 95, 100, 105, 110, 115, 119, 985, 995, 1_000])(
		'where it begins after %d characters',
		async (length) => {
			const text = `${'x'.repeat(length)} ${apiToken} ${'y'.repeat(2_000)}`;
			for (const body of [
				text,
				`<html><title>${text}</title>`,
				`<html><body><h1>${text}</h1>`,
				{ message: text },
				{ anything: [{ text }] },
			]) {
				naxonAiClient.sandbox.injectFault({ kind: 'answer', status: 502, body, times: 1 });
				const { error } = await naxonAiClient.run(reading, { credential: { apiToken } });
				expect(textsIn(error).join('\n')).not.toMatch(/nx_|01234/);
				naxonAiClient.sandbox.reset();
			}
		},
	);
});

describe('an answer of any size gives a short error at once', () => {
	test.each([
		['300 kB of JSON', { status: 400, result: 'x'.repeat(300_000) }],
		['300 kB of text', 'x'.repeat(300_000)],
		['30 MB of JSON', { status: 400, result: 'x'.repeat(30_000_000) }],
		['30 MB of text', 'no '.repeat(10_000_000)],
		['30 MB of a web page', `<html>${'<title'.repeat(5_000_000)}`],
	])('%s', async (_name, body) => {
		const { error } = await send(message, body);
		expect(error?.message.length).toBeLessThan(1_300);
		expect(JSON.stringify(error).length).toBeLessThan(5_000);
		expect(textsIn(error).join('').length).toBeLessThan(10_000);
	});

	const manyTexts = Array.from({ length: 100_000 }, (_, index) => ({ why: `no ${index}` }));
	const manyRefusals = manyTexts.map(({ why }) => ({ loc: ['body', ...why], msg: why }));
	test.each([
		['100,000 texts', naxonAiClient, reading, manyTexts, 'Naxon AI: no 0: no 1: no 2: '],
		[
			'lists in lists',
			naxonAiClient,
			reading,
			`${'['.repeat(2_000)}"no"${']'.repeat(2_000)}`,
			'Naxon AI: refused the request without saying why',
		],
		[
			'100,000 refused values',
			vardastClient,
			{ resource: 'channel', operation: 'getAll' },
			{ detail: manyRefusals },
			'Vardast: n.o. .0: no 0; n.o. .1: no 1; ',
		],
		[
			'a text of blanks before the words',
			selartiClient,
			{ resource: 'company', operation: 'getAll' },
			{ error_class: 'E', translation: `Refused${' '.repeat(2_000)}: bus|123 is invalid` },
			'Selarti: Refused (HTTP 400)',
		],
	])('%s', async (_name, { sandbox, run }, parameters, body, start) => {
		sandbox.injectFault({ kind: 'answer', status: 400, body });
		const { error } = await run(parameters);
		expect(error?.message.slice(0, start.length)).toBe(start);
		expect(error?.message.length).toBeLessThan(1_300);
	});

	test('that ends with an ellipsis where it was cut off', async () => {
		const { error } = await send(message, { status: 400, result: 'x'.repeat(300_000) });
		expect(error?.message).toContain(`AnyCom: ${'x'.repeat(1_000)}… (HTTP 400)`);
	});

	test('many errors of long answers keep no answer in memory', async () => {
		naxonAiClient.sandbox.injectFault({
			kind: 'answer',
			status: 400,
			body: { message: `no ${'x'.repeat(3_000_000)}` },
		});
		const { items } = await naxonAiClient.run(reading, {
			items: Array.from({ length: 20 }, () => ({})),
			continueOnFail: true,
		});
		expect(JSON.stringify(items).length).toBeLessThan(20 * 5_000);
	});
});

describe('a message that is typed into the node is not in its error', () => {
	const body = { status: 400, result: 'The number is not on this channel' };
	const expectNothingIn = (...values: unknown[]) => {
		const texts = textsIn(values).join('\n') + JSON.stringify(values);
		expect(texts).not.toMatch(/Nodira|8600 1234/);
	};

	test('where the execution stops, so the Error Workflow and the log do not have it either', async () => {
		const logged = recordLog();
		const { error } = await send(message, body);
		expect(error?.message).toContain('The number is not on this channel (HTTP 400)');
		expect((error as unknown as { node: object }).node).toEqual({
			id: 'the-node',
			name: 'The node',
			type: expect.stringMatching(/\.anyCom$/),
			typeVersion: 1,
			position: [200, 0],
			parameters: {},
		});
		expectNothingIn(error, logged);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'where it goes on (%s)',
		async (onError) => {
			const logged = recordLog();
			const { items, errorItems, error } = await send(message, body, { settings: { onError } });
			expect(error).toBeUndefined();
			expect(JSON.stringify([items, errorItems])).toContain('The number is not on this channel');
			expectNothingIn(items, errorItems, logged);
		},
	);

	test.each([
		['a field that cannot be sent', { customerNumber: byId('nobody') }, {}],
		['a wrong base URL', {}, { credential: { baseUrl: 'nowhere' } }],
		['nothing at the address', {}, { credential: { baseUrl: 'http://127.0.0.1:9' } }],
		['an expression that fails', { flow: '={{ $json.a.b.c.d() }}' }, {}],
		['a wrong proxy', { requestOptions: { proxy: 'none' } }, {}],
	])('where the reason is %s', async (_name, parameters, options) => {
		// n8n's routing itself refuses a wrong proxy, before it calls the node.
		for (const routing of 'requestOptions' in parameters ? [false] : [false, true]) {
			const logged = recordLog();
			const { error } = await anyComClient.run(
				{ ...sending, message, ...parameters },
				{ ...options, routing },
			);
			expect(error?.message).toEqual(expect.any(String));
			expectNothingIn(error, logged);
		}
	});

	test('where n8n finds no credential', async () => {
		const { error } = await runNode({
			node: 'anyCom',
			parameters: { ...sending, message },
			credentials: {},
		});
		expect(error?.message).toEqual(expect.any(String));
		expectNothingIn(error);
	});
});

test("a refused log-in shows no key, neither in n8n's own requests", async () => {
	const apiKey = 'a-key-that-was-revoked';
	selartiClient.sandbox.injectFault({
		kind: 'answer',
		status: 401,
		body: { statusCode: 401, body: { message: `Key ${apiKey} is unknown` } },
	});
	const credential = { apiKey, sessionToken: '' };
	const { error } = await selartiClient.run(
		{ resource: 'company', operation: 'getAll' },
		{ credential },
	);
	const test = await selartiClient.testCredential(credential);
	expect(error?.message).toContain('Key [hidden] is unknown');
	for (const shown of [error, test.message])
		expect(textsIn(shown).join('\n')).not.toContain(apiKey);
});
