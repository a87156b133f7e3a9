/** One request by itself: to where it goes, how often, and what is said where it fails. */

import { steppedClock } from '../../support/engine/clock';
import { isOutcomeUnknown, sendRequest } from '../../../nodes/shared/http/client';
import { broken, silent, status, vendorOf } from '../../support/fakeVendor';

let accounts = 0;

/** Runs where time goes by fast. */
async function fast(work: (clock: any) => Promise<void>) {
	const clock = steppedClock();
	const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
	try {
		await work(clock);
	} finally {
		random.mockRestore();
		clock.stop();
	}
}

describe('the address', () => {
	test.each([
		['https://a.example', 'https://a.example/x'],
		[' http://a.example/p// ', 'http://a.example/p/x'],
		['HTTPS://a', 'HTTPS://a/x'],
	])('%j', async (baseUrl, url) => {
		const { asked, go } = vendorOf([{}], { credential: { baseUrl } });
		await go();
		expect(asked[0]).toMatchObject({ url, json: true });
	});

	const none =
		'Vendor: the credential has no base URL. Enter one that begins with https:// in the credential. [item 2]';
	const odd =
		'Vendor: the base URL in the credential is no web address. Enter one that begins with https:// in the credential. [item 2]';
	test.each([
		[undefined, none],
		['', none],
		[' / ', none],
		['a.example', odd],
		['ftp://a', odd],
		['x https://a', odd],
		['https://', odd],
		['https:///a', odd],
		['https://?a', odd],
	])('%j is none', async (baseUrl, words) => {
		const { asked, words: said } = vendorOf([{}], { credential: { baseUrl } });
		expect([await said(), asked.length]).toEqual([words, 0]);
	});

	test('may be another one', async () => {
		const { asked, go } = vendorOf([{}], { credential: { other: 'https://b.example' } });
		await go({ base: 'other' });
		expect(asked[0]).toMatchObject({ url: 'https://b.example/x', method: 'GET' });
	});
});

test('what an answer holds is given back, nothing where it holds nothing', async () => {
	for (const [body, given] of [
		[{ a: 1 }, { a: 1 }],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
	])
		expect(await vendorOf([{ body }]).go()).toEqual(given);
});

test('what is secret or confidential stands in no error, however deep it was sent', async () => {
	const body = {
		text: 'dear customer',
		args: { inner: { deep: ['a long list', 1234567], no: false } },
		plain: 'plain words',
	};
	const quoted = 'dear customer; a long list; 1234567; plain words; Stryker; false; secret-key-1';
	const { words } = vendorOf([status(400, { message: quoted })], {
		credential: { key: ' secret-key-1 ' },
	});
	expect(await words({ options: { body } })).toBe(
		'Vendor: [hidden]; [hidden]; [hidden]; plain words; Stryker; false; [hidden] (HTTP 400). Check the fields of this operation. [item 2]',
	);
	expect(await words({ options: { body: null } })).toContain('dear customer');
});

test('a credential that cannot be sent is refused', async () => {
	const vendor = { credentialProblem: () => 'the key is odd' };
	const { go, asked } = vendorOf([{}], { vendor });
	await expect(go()).rejects.toMatchObject({
		message: 'Vendor: the key is odd. Correct it, then try again. [item 2]',
		description: 'Nothing was sent for this item.',
	});
	const { getItemIndex: _none, ...list } = vendorOf([]).from;
	await expect(
		sendRequest(list as any, { ...silent, ...vendor }, { reads: true, options: { url: '/x' } }),
	).rejects.toMatchObject({
		message: 'Vendor: the key is odd. Correct it, then try again.',
		description: 'Nothing was sent.',
	});
	expect(asked).toHaveLength(0);
});

describe('a failure', () => {
	const reach = 'Check the base URL in the credential and the connection, then try again. [item 2]';
	const fate = 'so the request may or may not have been carried out';
	const patient = { credential: { maxRetryTime: 0 } };

	test('names the field and the request', async () => {
		const vendor = {
			failure: ({ status: told }: any) => (told === 400 ? { words: 'Bad', field: 'f' } : undefined),
		};
		const { go } = vendorOf([status(400)], { vendor });
		await expect(
			go({ fieldName: (name: any) => (name === 'f' ? 'The field' : undefined) }),
		).rejects.toMatchObject({
			message: 'Vendor: Bad (HTTP 400). Check The field. [item 2]',
			description: 'The request was GET /x.',
		});
		await expect(go()).rejects.toThrow('Bad (HTTP 400). Check the fields of this operation.');
		const nameless = vendorOf([status(400, { message: 'Bad' })]);
		const fieldName = jest.fn(() => 'No field');
		await expect(nameless.go({ fieldName })).rejects.toThrow('Check the fields of this operation.');
		expect(fieldName).not.toHaveBeenCalled();
	});

	test('says what to do where the vendor could not be reached', async () => {
		expect(await vendorOf([broken('ECONNRESET')], patient).words()).toBe(
			`Vendor: could not be reached: the connection broke. ${reach}`,
		);
		expect(await vendorOf([broken('ECONNREFUSED')], patient).words({ reads: false })).toBe(
			`Vendor: could not be reached: nothing answers at this address. ${reach}`,
		);
	});

	test.each([
		[
			broken('ECONNRESET'),
			`gave no answer (the connection broke), ${fate}. Look at Vendor whether it was, before you send it again. [item 2]`,
			true,
		],
		[
			status(500, { message: 'Oh... ' }),
			`Oh, ${fate} (HTTP 500). Look at Vendor whether it was, before you send it again. [item 2]`,
			true,
		],
		[
			status(200, 'Hello'),
			`answered with the text "Hello" instead of JSON, ${fate} (HTTP 200).`,
			true,
		],
		[status(499, {}), 'refused the request without saying why (HTTP 499).', false],
	])('of a write: %j', async (answer, words, unknown) => {
		const { go, asked } = vendorOf([answer], patient);
		const error = await go({ reads: false }).catch((thrown) => thrown);
		expect([error.message.includes(words), isOutcomeUnknown(error), asked.length]).toEqual([
			true,
			unknown,
			1,
		]);
		expect(error.description).toBe('The request was GET /x.');
		const read = await vendorOf([answer], patient)
			.go()
			.catch((thrown) => thrown);
		expect([read.message.includes(fate), isOutcomeUnknown(read)]).toEqual([false, false]);
	});
});

describe('maxRetryTime', () => {
	const waits = (at: number[]) => at.slice(1).map((time, index) => time - (at[index] as number));
	const tried = async (answers: any, request: any, more?: any) => {
		const { words, at } = vendorOf(answers, more);
		const said = await words(request);
		return { said, waits: waits(at), times: at.length };
	};

	test.each([
		[broken('ECONNRESET')],
		[broken('ECONNREFUSED')],
		[status(502)],
		[status(503)],
		[status(504)],
	])('a read is tried four times, with longer waits: %j', async (answer) => {
		await fast(async ({ steps }) => {
			expect((await tried([answer], {})).waits).toEqual([375, 750, 1_500]);
			expect(steps()).toEqual([375, 750, 1_000, 500]);
		});
	});

	test.each([[status(500)], [status(501)], [status(505)], [status(400)], [status(200, 'page')]])(
		'not after %j',
		async (answer) => {
			await fast(async () => expect((await tried([answer], {})).times).toBe(1));
		},
	);

	test('a write is sent again where it surely did not arrive, or was asked to come later', async () => {
		await fast(async () => {
			expect((await tried([broken('ECONNREFUSED'), {}], { reads: false })).said).toBe('nothing');
			expect((await tried([status(429), status(429), {}], { reads: false })).said).toBe('nothing');
			expect((await tried([status(503), {}], { reads: false })).times).toBe(1);
		});
	});

	test('the vendor says how long, as far as that goes', async () => {
		await fast(async () => {
			expect((await tried([status(429, {}, { 'retry-after': '5' }), {}], {})).waits).toEqual([
				5_000,
			]);
			expect((await tried([status(503, {}, { 'retry-after': '5' }), {}], {})).waits).toEqual([
				5_000,
			]);
			expect((await tried([status(429, {}, { 'retry-after': '0' }), {}], {})).waits).toEqual([100]);
			expect((await tried([status(429, {}, { 'retry-after': '61' }), {}], {})).times).toBe(1);
			expect((await tried([status(429, {}, { 'retry-after': '60' }), {}], {})).times).toBe(2);
			expect((await tried([status(429, {}, { 'retry-after': '25' }), {}], {})).said).toBe(
				'nothing',
			);
			expect((await tried([status(429, {}, { 'retry-after': '25' })], {})).times).toBe(3);
			expect(
				(
					await tried(
						[status(429, {}, { 'retry-after': '2' })],
						{},
						{ credential: { maxRetryTime: 5 } },
					)
				).times,
			).toBe(3);
			expect((await tried([status(429)], {}, { credential: { maxRetryTime: 0 } })).times).toBe(1);
			expect(
				(await tried([status(429)], {}, { credential: { maxRetryTime: 'x' } })).times,
			).toBeGreaterThan(4);
		});
	});

	test('a wait doubles up to twenty seconds', async () => {
		await fast(async () => {
			const { waits: found } = await tried(
				[status(429)],
				{},
				{ credential: { maxRetryTime: 100 } },
			);
			expect(found).toEqual([
				375, 750, 1_500, 3_000, 6_000, 12_000, 15_000, 15_000, 15_000, 15_000, 15_000,
			]);
		});
	});

	test('whoever looks at a pick list waits three seconds, a poll as long as it may', async () => {
		await fast(async () => {
			const list = { getNode: () => ({ name: 'N', type: 't', parameters: {} }) };
			const answers = [status(429, {}, { 'retry-after': '2' })];
			const { from } = vendorOf(answers);
			const { getItemIndex: _none, ...without } = from as any;
			const times = async (context: any) => {
				const asked = jest.fn(async () => answers[0]);
				await expect(
					sendRequest(
						{
							...without,
							...list,
							...context,
							getCredentials: async () => ({ baseUrl: 'https://a', key: `k${(accounts += 1)}` }),
							helpers: { httpRequestWithAuthentication: asked },
						},
						silent,
						{ reads: true, options: { method: 'GET', url: '/x' } as any },
					),
				).rejects.toThrow('HTTP 429');
				return asked.mock.calls.length;
			};
			expect(await times({})).toBe(2);
			expect(await times({ __emit: () => {} })).toBe(31);
		});
	});
});
