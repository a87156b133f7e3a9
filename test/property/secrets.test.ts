/** Every vendor quotes keys, tokens and messages in every form and place; what an error shows must have none of them. */

import * as fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { quotedForms } from '../support/quotedForms';
import { known as knownAtAnyCom } from '../support/sandbox/anyCom';
import { known as knownAtNaxonAi } from '../support/sandbox/naxonAi';
import { known as knownAtSelarti } from '../support/sandbox/selarti';
import { known as knownAtVardast } from '../support/sandbox/vardast';
import { recordLog, textsIn } from '../support/shownTexts';
import { useVendor } from '../support/useVendor';
import { vendors } from '../support/vendors';
import { byId } from '../support/vendors/parameters';

// A busy machine takes several times as long as an idle one.
jest.setTimeout(180_000);

const RUNS = Number(process.env.RUNS ?? 60);
/** Beyond so many characters the start of a value is hidden, as SECURITY.md says. */
const [KEY_START, MESSAGE_START] = [8, 12];

interface SecretCase {
	/** Fields of the credential that hold a secret. */
	keys: string[];
	/** An operation that sends a message or, where there is none, another one. */
	parameters: INodeParameters;
	/** Fields of the operation that hold a secret. */
	secrets?: string[];
	/** The field with the text that is sent. */
	message?: string;
}

const cases: Record<string, SecretCase[]> = {
	anyCom: [
		{
			keys: ['authKey'],
			parameters: {
				resource: 'message',
				operation: 'send',
				channel: byId(knownAtAnyCom.channel),
				customerNumber: byId(knownAtAnyCom.onBotNumber),
				flow: '1',
			},
			message: 'message',
		},
	],
	naxonAi: [
		{
			keys: ['apiToken'],
			parameters: {
				resource: 'conversation',
				operation: 'get',
				conversation: byId(knownAtNaxonAi.longConversation),
			},
		},
	],
	selarti: [
		{
			keys: ['apiKey', 'sessionToken'],
			parameters: {
				resource: 'message',
				operation: 'send',
				thread: byId(knownAtSelarti.thread),
				messageType: 'bot',
			},
			message: 'message',
		},
		{
			keys: ['apiKey', 'sessionToken'],
			parameters: {
				resource: 'telegramUser',
				operation: 'authPassword',
				company: byId(knownAtSelarti.company),
				phone: '998712345678',
			},
			secrets: ['token', 'password'],
		},
	],
	vardast: [
		{
			keys: ['apiKey'],
			parameters: {
				resource: 'message',
				operation: 'process',
				channel: byId(knownAtVardast.channel.id),
				contact: byId(knownAtVardast.contact.id),
			},
			message: 'message',
		},
		{
			keys: ['apiKey'],
			parameters: {
				resource: 'assistant',
				operation: 'create',
				assistantName: 'شب',
				model: 'tiny',
			},
			secrets: ['apiKey'],
		},
	],
};

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const signs = `${letters}_-.|/+=&%"'<>\\:;~`;
/** What a header can carry, without anything that could be part of an ordinary word. */
const key = fc
	.tuple(
		fc.string({ unit: fc.constantFrom(...letters), minLength: 3, maxLength: 3 }),
		fc.constantFrom('0', '7', '_'),
		fc.string({ unit: fc.constantFrom(...signs), minLength: 10, maxLength: 40 }),
		fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 2 }),
	)
	.map((parts) => parts.join(''));
const word = fc.oneof(
	fc.string({ unit: fc.constantFrom(...letters, ...'éßЯیپ'), minLength: 3, maxLength: 9 }),
	fc.constantFrom('🙂', '"so"', '<b>now</b>', '5 %', 'a\\b', 'R&D', "it's", '«да»', '%41', '&amp;'),
);
const message = fc
	.tuple(
		fc.string({ unit: fc.constantFrom(...letters, ...'éßЯیپ'), minLength: 14, maxLength: 14 }),
		fc.array(fc.tuple(fc.constantFrom(' ', '\n', '\r\n\t', '  '), word), {
			minLength: 2,
			maxLength: 30,
		}),
	)
	.map(([start, rest]) => start + rest.flat().join(''));
/** Words of a server. A word between them and a value keeps them apart. */
const words = fc.oneof(
	fc.constantFrom(
		'',
		'Not allowed: ',
		'The value (',
		'"',
		'{"sent": "',
		'<p>Error &amp; ',
		'at 100 % ',
	),
	fc.integer({ min: 0, max: 1_200 }).map((length) => `${'long '.repeat(length / 5)}: `),
);
const after = fc.constantFrom('', '"', '...', '…', '" is wrong', "' (cut)", '</p>');

/** A quotation: how it is written, how much of it is left, and what stands around it. */
const quotation = fc.record({
	form: fc.constantFrom(...Object.keys(quotedForms)),
	/** The part of the value that is quoted: 1 for all of it. */
	part: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
	before: words,
	after,
});

/** The forms of an answer, which hold a text where vendors and gateways have one. */
const bodies: Array<(text: string, status: number) => unknown> = [
	(text) => text,
	(text) => `<!doctype html><html><head><title>${text}</title></head></html>`,
	(text) => `<html>\n<body><h1 class="e">${text}</h1><p>${text}</p></body></html>`,
	(text) => ({ message: text }),
	(text) => ({ error: text }),
	(text) => ({ error: { message: text } }),
	(text) => ({ errors: [{ reason: text }, text] }),
	(text, status) => ({ status, result: text }),
	(text, status) => ({ status: String(status), result: text }),
	(text) => ({ status: 'error', error: text }),
	(text) => ({ status: 'error', message: text }),
	(text) => ({ detail: text }),
	(text) => ({ detail: { message: text } }),
	(text) => ({ detail: [{ loc: ['body', text], msg: text, input: text }] }),
	(text) => ({ error_class: text, translation: text }),
	(text) => ({ error_class: 'Forbidden', message: text, args: { text } }),
	(text, status) => ({ statusCode: status, body: { status: 'NOT_RUN', message: text } }),
	(text, status) => ({ statusCode: status, body: { status: text } }),
	(text) => ({ success: false, message: text }),
];
const statuses = [200, 201, 400, 401, 403, 404, 422, 500, 502, 503];

/** How much of a value is quoted: the promise begins where this many characters are. */
function partOf(value: string, part: number, start: number): string {
	const solid = value.replace(/\s/g, '').length;
	const cut = value.slice(0, Math.max(start, Math.round(solid * part)));
	// No character is cut in two, which not every form could write.
	return part === 1 ? value : cut.replace(/[\ud800-\udbff]$/, '');
}

/** What a server may write where it quotes the start of a value, at least as much as is promised to be hidden. */
const startsOf = (value: string, start: number) =>
	Object.values(quotedForms).map((write) => write(value.slice(0, start)));

describe.each(vendors)('$name', (vendor) => {
	const { sandbox, run } = useVendor(vendor);

	const inAnswer = fc.record({
		key,
		message,
		secret: key,
		chosen: fc.nat(),
		ofKey: quotation,
		ofMessage: quotation,
		ofSecret: quotation,
		body: fc.constantFrom(...bodies),
		status: fc.constantFrom(...statuses),
		goesOn: fc.boolean(),
		routing: fc.boolean(),
		fromItem: fc.boolean(),
	});

	test('no error shows a key, a token, a password or a message', async () => {
		await fc.assert(
			fc.asyncProperty(inAnswer, async (given) => {
				const one = cases[vendor.key][given.chosen % cases[vendor.key].length];
				const tokens = Object.fromEntries(
					one.keys.map((name, index) => [name, `${given.key}${'~'.repeat(index)}`]),
				);
				const sent: Array<[value: string, start: number, quote: typeof given.ofKey]> = [
					...one.keys.map((name): [string, number, typeof given.ofKey] => [
						tokens[name],
						KEY_START,
						given.ofKey,
					]),
					...(one.secrets ?? []).map((): [string, number, typeof given.ofKey] => [
						given.secret,
						KEY_START,
						given.ofSecret,
					]),
				];
				if (one.message) sent.push([given.message, MESSAGE_START, given.ofMessage]);
				const text = sent
					.map(
						([value, start, { form, part, before, after: end }]) =>
							`${before}${quotedForms[form](partOf(value, part, start))}${end}`,
					)
					.join(' | ');

				sandbox.reset();
				sandbox.injectFault({
					kind: 'answer',
					status: given.status,
					body: given.body(text, given.status),
					headers: { 'x-quoted': encodeURIComponent(text).slice(0, 500) },
				});
				const parameters: INodeParameters = { ...one.parameters };
				for (const name of one.secrets ?? []) parameters[name] = '={{ $json.secret }}';
				if (one.message)
					parameters[one.message] = given.fromItem ? '={{ $json.message }}' : given.message;
				const logged = recordLog();
				const { items, error, errorItems } = await run(parameters, {
					credential: tokens,
					items: [{ secret: given.secret, message: given.message }],
					continueOnFail: given.goesOn,
					routing: given.routing,
				});
				const failures = [error, ...items.filter((item) => item.error), errorItems];
				const shown = [...textsIn([failures, logged]), JSON.stringify([failures, logged])]
					.join('\n')
					.toLowerCase();
				for (const [value, start] of sent)
					for (const quoted of startsOf(value, start))
						expect(shown).not.toContain(quoted.toLowerCase());
			}),
			{ numRuns: RUNS },
		);
	});
});
