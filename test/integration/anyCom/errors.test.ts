import { textOfError, useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/anyCom';
import { anyCom } from '../../support/vendors/anyCom';
import { byId } from '../../support/vendors/parameters';
import { channels, customers, inviting, onChannel, reloading, sending, texts } from './requests';
import type { Fault } from '../../support/sandbox/types';

const { run, sandbox } = useVendor(anyCom);

describe('errors', () => {
	const renew = 'Check the credential, and renew its key if it was changed.';
	const inBody =
		'Check the credential. Where a proxy drops headers with an underscore, set Send Authentication In to Body there.';
	const state = 'Check that the channel, customer and attendant are as this operation needs them.';
	const address = 'Check the base URL of the credential.';
	const later = 'The fault is at the vendor: try again later.';

	/** The document's table of response codes. The status is in the body, and may be the HTTP status too. */
	const documented: Array<[status: number, result: string, advice: string]> = [
		[400, 'Missing authentication key!', inBody],
		[401, 'Unauthorized! The authentication key does not exist or is not active.', renew],
		[404, 'Invalid method.', address],
		[412, 'Precondition Failed. The channel whatsapp/31 is down', state],
	];
	test.each(documented.flatMap((form) => [form[0], 200].map((http) => [...form, http] as const)))(
		'the message tells of status %i: %s %s (HTTP %i)',
		async (status, result, next, http) => {
			sandbox.injectFault({ kind: 'answer', on: 'A6', status: http, body: { status, result } });
			const message = `AnyCom: ${result.replace(/\.$/, '')} (HTTP ${status}). ${next} [item 0]`;
			const stopped = await run(sending, { items: texts(1) });
			expect(stopped.error?.message).toBe(message);
			expect(stopped.error?.description).toBe('The request was POST / (chan message).');
			expect(stopped.error?.httpCode).toBe(String(status));
			const went = await run(sending, { items: texts(2), continueOnFail: true });
			expect(went.items.map(({ json }) => json.error)).toEqual([
				message,
				message.replace('[item 0]', '[item 1]'),
			]);
		},
	);

	const others: Array<[title: string, answer: Omit<Fault, 'kind'>, message: string]> = [
		[
			'a status as text',
			{ status: 200, body: { status: '401', result: 'No' } },
			`No (HTTP 401). ${renew}`,
		],
		[
			'no words',
			{ status: 412, body: { status: 412, result: '' } },
			`refused the request without saying why (HTTP 412). ${state}`,
		],
		[
			'no text',
			{ status: 200, body: { status: 412, result: ['x'] } },
			`refused the request without saying why (HTTP 412). ${state}`,
		],
		[
			'an HTTP status alone',
			{ status: 403, body: { status: 200, result: 'Not yours' } },
			'Not yours (HTTP 403). Check that the account of this credential may do this.',
		],
		[
			'an undocumented status',
			{ status: 200, body: { status: 503, result: 'Later' } },
			`Later (HTTP 503). ${later}`,
		],
		[
			'a gateway',
			{ status: 502, body: '<html><title>Bad gateway</title></html>' },
			`answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). ${later}`,
		],
		[
			"a gateway's JSON",
			{ status: 500, body: { message: 'upstream' } },
			`upstream (HTTP 500). ${later}`,
		],
		[
			'JSON without a status',
			{ status: 200, body: { ok: true } },
			`answered without a status, which is not how AnyCom does (HTTP 200). ${address}`,
		],
		[
			'a bare list',
			{ status: 200, body: [] },
			`answered without a status, which is not how AnyCom does (HTTP 200). ${address}`,
		],
		[
			'a bare number',
			{ status: 200, body: 5 },
			`answered without a status, which is not how AnyCom does (HTTP 200). ${address}`,
		],
		['nothing', { status: 500 }, `refused the request without saying why (HTTP 500). ${later}`],
	];
	test.each(others)(
		'the messages of a read and of a write tell of %s',
		async (_title, answer, message) => {
			sandbox.injectFault({ kind: 'answer', on: ['A6', 'A7'], ...answer });
			const read = await run(channels);
			expect(read.error?.message).toBe(`AnyCom: ${message} [item 0]`);
			const sent = await run(sending, { items: texts(1) });
			const [, words, status] = /^(.*) \(HTTP (\d+)\)/.exec(message) as RegExpExecArray;
			const refused = Number(status) >= 400 && Number(status) < 500;
			expect(sent.error?.message).toBe(
				refused
					? read.error?.message
					: `AnyCom: ${words}, so the request may or may not have been carried out (HTTP ${status}). Look at AnyCom whether it was, before you send it again. [item 0]`,
			);
		},
	);

	test.each([false, true])(
		'a wrong key is refused once for each item and not retried (HTTP 200: %j)',
		async (always200) => {
			sandbox.state.httpStatusAlways200 = always200;
			const { items } = await run(reloading, {
				items: [{}, {}],
				credential: { authKey: 'wrong-key-0042' },
				continueOnFail: true,
			});
			expect(items.map(({ json }) => json.error)).toEqual(
				[0, 1].map(
					(item) =>
						`AnyCom: Unauthorized! The authentication key does not exist or is not active (HTTP 401). ${renew} [item ${item}]`,
				),
			);
			expect(sandbox.requestsTo('A5')).toHaveLength(2);
		},
	);

	test('an error contains no key and no text for a customer or an attendant', async () => {
		const secrets = ['Meu cartão é 0000, Márcia', 'Bom dia, dona Zoya!', 'Dívida de Otabek'];
		const [message, greeting, subject] = secrets;
		for (const [parameters, number] of [
			[{ ...sending, message: '={{ $json.message }}' }, 'A6'],
			[
				{
					...inviting,
					additionalFields: { greeting: '={{ $json.greeting }}', subject: '={{ $json.subject }}' },
				},
				'A16',
			],
		] as Array<[Record<string, unknown>, string]>) {
			const echo = `You sent ${secrets.join(' and ')} with ${known.key}`;
			for (const answer of [
				{ status: 412, body: { status: 412, result: echo } },
				{ status: 502, body: echo },
			]) {
				for (const sendAuthenticationIn of ['header', 'body']) {
					sandbox.reset();
					sandbox.injectFault({ kind: 'answer', on: number, ...answer });
					const { error } = await run(parameters, {
						items: [{ message, greeting, subject }],
						credential: { sendAuthenticationIn },
					});
					const text = JSON.stringify(error) + textOfError(error);
					for (const secret of [known.key, ...(number === 'A6' ? [message] : [greeting, subject])])
						expect(text).not.toContain(secret);
					expect(error?.message).toContain('[hidden]');
				}
			}
		}
	});

	test('after a lost connection the error says that a write may have been carried out, but not that a read may have been', async () => {
		sandbox.injectFault({ kind: 'cutAfter' });
		const sent = await run(sending, { items: [{ text: 'Segredo de Márcia' }] });
		expect(sent.error?.message).toBe(
			'AnyCom: gave no answer (the connection broke), so the request may or may not have been carried out. Look at AnyCom whether it was, before you send it again. [item 0]',
		);
		expect(JSON.stringify(sent.error) + textOfError(sent.error)).not.toMatch(
			/Segredo|invented-anycom-key/,
		);
		expect(sandbox.requestsTo('A6')).toHaveLength(1);
		const [checking, validating] = [
			{
				resource: 'channel',
				operation: 'checkNumber',
				...onChannel,
				customerNumber: byId(known.contactNumber),
			},
			{ resource: 'botService', operation: 'validate', target: 'service', targetId: '201' },
		];
		const lists = [
			['attendant', 'getAll'],
			['botSession', 'getAll'],
			['chat', 'getAllAwaiting'],
			['chat', 'getAllConversations'],
		];
		for (const reading of [
			channels,
			customers,
			checking,
			validating,
			...lists.map(([resource, operation]) => ({ resource, operation })),
		]) {
			const { error } = await run(reading);
			expect(error?.message).toMatch(/^AnyCom: could not be reached: .+ \[item 0\]$/);
		}
	});
});
