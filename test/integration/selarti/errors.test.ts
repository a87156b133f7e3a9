import { textOfError } from '../../support/useVendor';
import { known } from '../../support/sandbox/selarti';
import { byId } from '../../support/vendors/parameters';
import { companies, sending, texts } from './requests';
import { useSelarti } from './useSelarti';
import type { Fault } from '../../support/sandbox/types';

const { account, run, sandbox } = useSelarti();

describe('errors', () => {
	const advice = 'Check the fields of this operation.';
	const forms: Array<
		[title: string, answer: Omit<Fault, 'kind'> & { status: number }, message: string]
	> = [
		[
			'a missing parameter',
			{
				status: 400,
				body: {
					statusCode: 400,
					body: {
						status: 'MISSING_DATA',
						message: 'Missing parameter for workflow send_message: parameter message',
					},
				},
			},
			`Selarti: Missing parameter for workflow send_message: parameter message (HTTP 400). ${advice} [item 0]`,
		],
		[
			'a refusal with a status alone',
			{ status: 400, body: { statusCode: 400, body: { status: 'NOT_RUN' } } },
			`Selarti: NOT_RUN (HTTP 400). ${advice} [item 0]`,
		],
		[
			'a refusal without words',
			{ status: 400, body: { statusCode: 400, body: {} } },
			`Selarti: refused the request (HTTP 400). ${advice} [item 0]`,
		],
		[
			'an error class',
			{
				status: 403,
				body: { error_class: 'Forbidden', args: {}, message: 'Not yours', translation: null },
			},
			'Selarti: Not yours (HTTP 403). Check that the account of this credential may do this. [item 0]',
		],
		[
			'an error class alone',
			{ status: 500, body: { error_class: 'Broken' } },
			'Selarti: Broken (HTTP 500). The fault is at the vendor: try again later. [item 0]',
		],
		[
			'a status that is no success',
			{ status: 200, body: { status: 'error', message: 'The thread is closed' } },
			`Selarti: The thread is closed (HTTP 200). ${advice} [item 0]`,
		],
		[
			'no success',
			{ status: 200, body: { success: false } },
			`Selarti: said that the request failed (HTTP 200). ${advice} [item 0]`,
		],
		[
			'too many requests',
			{ status: 429, body: { statusCode: 429, body: { status: 'RATE', message: 'Slow down' } } },
			'Selarti: Slow down (HTTP 429). Wait a little and try again, or raise Max Retry Time in the credential. [item 0]',
		],
		[
			'a page of a gateway',
			{
				status: 502,
				body: '<!DOCTYPE html><html><head><title>Bad   gateway</title></head><body>secret stuff</body></html>',
			},
			'Selarti: answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). The fault is at the vendor: try again later. [item 0]',
		],
		[
			'a page without a title',
			{ status: 200, body: '<html><body><h1>Sign in</h1></body></html>' },
			'Selarti: answered with a web page titled "Sign in" instead of JSON (HTTP 200). Check the base URL of the credential. [item 0]',
		],
		[
			'a page without any words',
			{ status: 200, body: '<html></html>' },
			'Selarti: answered with a web page instead of JSON (HTTP 200). Check the base URL of the credential. [item 0]',
		],
		[
			'a text',
			{ status: 503, body: 'upstream   connect error' },
			'Selarti: answered with the text "upstream connect error" instead of JSON (HTTP 503). The fault is at the vendor: try again later. [item 0]',
		],
		[
			'JSON of another form',
			{ status: 404, body: { message: 'no such workflow' } },
			'Selarti: no such workflow (HTTP 404). Check that the ID exists in this account, and the base URL of the credential. [item 0]',
		],
		[
			'nothing',
			{ status: 500 },
			'Selarti: refused the request without saying why (HTTP 500). The fault is at the vendor: try again later. [item 0]',
		],
	];

	test.each(forms)('the message of a read describes %s', async (_title, answer, message) => {
		sandbox.injectFault({ kind: 'answer', on: 'S4', ...answer });
		const stopped = await run(companies);
		expect(stopped.error?.message).toBe(message);
		expect(stopped.error?.description).toBe('The request was GET /api/1.1/wf/get_company.');
		expect(stopped.error?.httpCode).toBe(String(answer.status));
		const went = await run(companies, { items: [{}, {}], continueOnFail: true });
		expect(went.items.map(({ json }) => json.error)).toEqual([
			message,
			message.replace('[item 0]', '[item 1]'),
		]);
	});

	test('an error that names a parameter names the field of the node too', async () => {
		const words = 'Missing parameter for workflow send_message: parameter message';
		sandbox.injectFault({
			kind: 'answer',
			on: 'S11',
			status: 400,
			body: { statusCode: 400, body: { status: 'MISSING_DATA', message: words } },
		});
		const { error } = await run(sending, { items: texts(1) });
		expect(error?.message).toBe(`Selarti: ${words} (HTTP 400). Check Message. [item 0]`);
	});

	test.each(
		forms.filter(
			([, { status, body }]) => status >= 500 || (status === 200 && typeof body === 'string'),
		),
	)(
		'the error after %s in response to a message says that it may have been sent',
		async (_title, answer, message) => {
			sandbox.injectFault({ kind: 'answer', on: 'S11', ...answer });
			const { error } = await run(sending, { items: texts(1) });
			const [words] = message.split(` (HTTP ${answer.status})`);
			expect(error?.message).toBe(
				`${words}, so the request may or may not have been carried out (HTTP ${answer.status}). Look at Selarti whether it was, before you send it again. [item 0]`,
			);
			expect(sandbox.requestsTo('S11')).toHaveLength(1);
		},
	);

	test('an error contains no key, token, password or message of a customer', async () => {
		const message = 'My card is 0000 and my name is Nodira';
		const token = 'bus|of-a-credential';
		sandbox.state.tokens.add(token);
		for (const [parameters, number, secrets] of [
			[{ ...sending, message }, 'S11', [message]],
			[
				{
					resource: 'telegramUser',
					operation: 'authPassword',
					company: byId(known.company),
					phone: '998000000000',
					token: 'tg-token-1',
					password: 'p4ss',
				},
				'S10',
				['998000000000', 'tg-token-1', 'p4ss'],
			],
			[
				{
					resource: 'telegramUser',
					operation: 'authCode',
					company: byId(known.company),
					phone: '998000000000',
					token: 'tg-token-1',
					code: '73519',
				},
				'S9',
				['73519'],
			],
		] as Array<[Record<string, unknown>, string, string[]]>) {
			const echo = `You sent ${JSON.stringify(secrets.join(' and '))} with ${account.apiKey} and ${token}`;
			sandbox.injectFault({ kind: 'refuse', on: number, status: 400, body: echo });
			sandbox.injectFault({ kind: 'answer', on: number, status: 502, body: echo });
			const { error, items } = await run(parameters, { credential: { sessionToken: token } });
			const shown = textOfError(error) + JSON.stringify(items);
			for (const secret of [...secrets, account.apiKey, token]) expect(shown).not.toContain(secret);
			expect(error?.message).toContain('[hidden]');
		}
	});

	test('after a lost connection the error says that a message may have been sent, but not that a list may have been', async () => {
		sandbox.injectFault({ kind: 'cutAfter', on: ['S11', 'S4'] });
		const sent = await run(sending, { items: texts(1) });
		expect(sent.error?.message).toBe(
			'Selarti: gave no answer (the connection broke), so the request may or may not have been carried out. Look at Selarti whether it was, before you send it again. [item 0]',
		);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
		const read = await run(companies);
		expect(read.error?.message).toBe(
			'Selarti: could not be reached: the connection broke. Check the base URL in the credential and the connection, then try again. [item 0]',
		);
	});

	test.each([
		[
			'',
			'Selarti: Base URL of the credential is empty. Correct it, or the expression in it, then try again. [item 0]',
		],
		[
			'selarti.com',
			'Selarti: Base URL of the credential is no web address that begins with https://. Correct it, or the expression in it, then try again. [item 0]',
		],
	])('a run with the base URL %j sends nothing', async (baseUrl, message) => {
		const { error } = await run(companies, { credential: { baseUrl } });
		expect(error?.message).toBe(message);
		expect(sandbox.requests).toHaveLength(0);
	});

	test.each([
		[
			{ resource: 'thread', operation: 'get', thread: byId(known.unknownId) },
			'found no thread with this ID',
		],
		[
			{ resource: 'ai', operation: 'get', company: byId(known.company), ai: byId(known.unknownId) },
			'found no AI with this ID',
		],
	])('a get operation says that there is no such record (case %#)', async (parameters, words) => {
		const { error } = await run(parameters);
		expect(error?.message).toBe(
			`Selarti: ${words}. Check the ID, and that it belongs to this account. [item 0]`,
		);
	});
});
