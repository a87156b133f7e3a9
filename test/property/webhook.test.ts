import { sample as naxonAiSample } from '../support/fixtures/naxonAiWebhook';
import { sample as selartiSample } from '../support/fixtures/selartiWebhook';
import * as fc from 'fast-check';
import { callWebhook } from '../support/engine/webhook';

const token = 'Lavender-harbour_1742';
const all = {
	token,
	headerName: 'X-Our-Proxy',
	headerValue: 'harbour light',
	user: 'anna',
	password: 'long enough',
};
const kinds = [
	{
		node: 'selartiTrigger',
		type: 'selartiWebhookApi',
		sample: selartiSample,
		parameters: { triggerOn: ['any'] },
	},
	{
		node: 'naxonAiTrigger',
		type: 'naxonAiWebhookApi',
		sample: naxonAiSample,
		parameters: {},
	},
];

let workflows = 0;
/** @param more of the parameters */
const trigger = (
	{ node, type, parameters }: any,
	more: any = {},
	server: any = { staticData: {}, id: `p${++workflows}` },
): any => ({
	node,
	parameters: { ...parameters, ...more },
	credentials: { [type]: all },
	server,
});

const name = fc.oneof(
	fc.string(),
	fc.constantFrom(
		'__proto__',
		'constructor',
		'toString',
		'event',
		'payload',
		'wh_type',
		'thread_id',
		'id',
		'keyword',
	),
);
const json = fc.oneof({ weight: 4, arbitrary: fc.jsonValue({ maxDepth: 5 }) }, name);
/** An object whose keys may be any, `__proto__` as one of its own. */
const object = (value: fc.Arbitrary<any>) =>
	fc.array(fc.tuple(name, value), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));

/** A true event with some of its values replaced, added or taken away, at any depth. */
function nearly(sample: any): fc.Arbitrary<any> {
	const inner = Object.entries(sample).map(([key, value]) => {
		const other = fc.oneof(
			{ weight: 40, arbitrary: fc.constant(value) },
			json,
			fc.constant(undefined),
			fc.bigInt().map(Number),
		);
		const isPlainObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return fc.tuple(fc.constant(key), isPlainObject ? fc.oneof(other, nearly(value)) : other);
	});
	return fc
		.tuple(fc.tuple(...inner), object(json))
		.map(([entries, more]) => ({ ...Object.fromEntries(entries), ...more }));
}

const body = (sample: any) =>
	fc.oneof(
		{ weight: 5, arbitrary: nearly(sample) },
		json,
		object(json),
		fc.string(),
		fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
		fc
			.tuple(fc.nat({ max: 300 }), fc.nat())
			.map(([length, at]) => JSON.stringify(sample).slice(at % 40, (at % 40) + length)),
		fc
			.integer({ min: 1, max: 3000 })
			.map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
		fc.constant(undefined),
	);
const value = fc.oneof(
	fc.string(),
	fc.constant(''),
	fc.array(fc.string(), { maxLength: 3 }),
	object(fc.string()),
	fc.constantFrom(null, undefined, true, 0),
);
const query = fc.oneof(
	object(value),
	value.map((given) => ({ token: given })),
	fc.constantFrom(null, undefined, 'token', []),
);
const header = fc.oneof(
	fc.string(),
	fc.array(fc.string(), { maxLength: 2 }),
	fc.base64String().map((text) => `Basic ${text}`),
	fc.constant(undefined),
);
const headers = fc.record(
	{
		authorization: header,
		'x-our-proxy': header,
		'content-type': header,
		'content-length': fc.oneof(
			{ weight: 9, arbitrary: fc.constant('9') },
			header,
			fc.nat().map(String),
		),
		cookie: header,
	},
	{ requiredKeys: [] },
);
const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constantFrom(undefined, null));
const secretMethods = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.subarray(['queryToken', 'headerAuth', 'basicAuth'], { minLength: 1 }),
	},
	// A workflow from elsewhere may have anything there.
	fc.array(fc.oneof(fc.string(), fc.constantFrom('queryToken', 'vendors', null, 0)), {
		maxLength: 3,
	}),
);

describe.each(kinds)('$node', (kind) => {
	test('nothing passes without the secret, and no crash', async () => {
		const run = trigger(kind);
		await fc.assert(
			fc.asyncProperty(
				secretMethods,
				body(kind.sample),
				query,
				headers,
				address,
				async (authentication, given, asked, sent, from) => {
					const outcome = await callWebhook(
						{ ...run, parameters: { ...run.parameters, authentication } },
						{ body: given, query: asked, headers: sent, address: from },
					);
					expect(outcome).toEqual({
						status: expect.any(Number),
						text: '',
						items: undefined,
						hanging: false,
					});
					const known =
						authentication.length > 0 &&
						authentication.every((method) =>
							['queryToken', 'headerAuth', 'basicAuth'].includes(String(method)),
						);
					expect(outcome.status).toBe(known ? 401 : 500);
				},
			),
			{ numRuns: 1500 },
		);
	});

	test('with the secret every body is an event or gets one line of reason, and no crash', async () => {
		// In the editor nothing is taken for a repetition.
		const run = {
			...trigger(kind, { authentication: ['queryToken'], includeRawBody: true }),
			mode: 'manual',
		};
		const seen = { 200: 0, 400: 0, events: 0 };
		await fc.assert(
			fc.asyncProperty(body(kind.sample), headers, async (given, sent) => {
				const { status, text, items, hanging, thrown } = await callWebhook(run, {
					body: given,
					headers: sent,
					query: { token },
				});
				expect([hanging, thrown]).toEqual([false, undefined]);
				expect([200, 400]).toContain(status);
				seen[status as 200 | 400] += 1;
				if (status === 400)
					expect([items, text]).toEqual([
						undefined,
						expect.stringMatching(/^[\w .,"'-]{5,100}\.$/),
					]);
				if (items === undefined) return;
				seen.events += 1;
				for (const [key, shown] of Object.entries(items[0])) {
					if (/^(success|interest|getContact|operator|isBot|close)$/.test(key))
						expect([key, typeof shown]).toEqual([key, 'boolean']);
					if (!/Id$|Seq$|^whType$|^keyword$/.test(key)) continue;
					expect([key, typeof shown]).toEqual([key, 'string']);
				}
			}),
			{ numRuns: 2500 },
		);
		// The property speaks of events only if there were some.
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
	});

	/** Event number n. */
	const event = (n: number) =>
		kind.node === 'selartiTrigger'
			? {
					...kind.sample,
					wh_type: n & 1 ? 'all_messages' : 'success',
					message_id: `17410914${100 + (n >> 1)}x1`,
				}
			: {
					event: 'keyword-notification',
					payload: {
						...(kind.sample.payload as any),
						id: 100 + (n % 2),
						keyword: n % 4 < 2 ? 'refund' : 'buy',
						most_recent_message: { seq: `0${n >> 2}` },
					},
				};

	test('any order and repetition gives each event once, in one process and at once', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 12 }), { maxLength: 6 }),
				async (rounds) => {
					const run = trigger(kind, { authentication: ['none'] });
					const started = [];
					for (const round of rounds) {
						const outcomes = await Promise.all(
							round.map(async (n) => ({ n, ...(await callWebhook(run, { body: event(n) })) })),
						);
						for (const { n, status, items } of outcomes) {
							expect(status).toBe(200);
							if (items) started.push(n);
						}
					}
					expect(started.sort()).toEqual([...new Set(rounds.flat())].sort());
				},
			),
			{ numRuns: 150 },
		);
	});

	test('over restarts and several processes too, where one delivery follows another', async () => {
		const delivery = fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 2 }), fc.boolean());
		await fc.assert(
			fc.asyncProperty(fc.array(delivery, { maxLength: 40 }), async (deliveries) => {
				const server = { staticData: {}, id: '' };
				// What a process remembers belongs to a workflow's id: a new one is a process that remembers nothing.
				const processes = [`a${++workflows}`, `b${++workflows}`, `c${++workflows}`];
				const started = [];
				for (const [n, at, restart] of deliveries) {
					if (restart) processes[at] = `r${++workflows}`;
					server.id = processes[at];
					const { items } = await callWebhook(trigger(kind, { authentication: ['none'] }, server), {
						body: event(n),
					});
					if (items) started.push(n);
				}
				expect(started.sort()).toEqual([...new Set(deliveries.map(([n]) => n))].sort());
			}),
			{ numRuns: 100 },
		);
	});

	test('what is remembered is bounded', async () => {
		const run = trigger(kind, { authentication: ['none'] });
		const many = Array.from({ length: 1200 }, (_, index) => index * 4);
		for (const n of many) await callWebhook(run, { body: event(n) });
		const [{ seen }] = Object.values(run.server.staticData) as any[];
		expect([seen.length, new Set(seen).size]).toEqual([1000, 1000]);
		expect(JSON.stringify(run.server.staticData).length).toBeLessThan(30_000);
		const starts = async (n: number) =>
			(await callWebhook(run, { body: event(n) })).items !== undefined;
		expect([await starts(many[1199]), await starts(many[200]), await starts(many[0])]).toEqual([
			false,
			false,
			true,
		]);

		// What other processes wrote meanwhile does not take the place of what this one knows.
		run.server.staticData = {
			'node:The node': { seen: Array.from({ length: 1000 }, (_, index) => `another ${index}`) },
		};
		expect([await starts(many[1199]), await starts(many[200]), await starts(many[1199])]).toEqual([
			false,
			true,
			false,
		]);
	});
});

test('of many triggers the one unused for longest is forgotten, until n8n brings its memory back', async () => {
	const run = trigger(kinds[0], { authentication: ['none'] });
	const starts = async (given: any) =>
		(await callWebhook(given, { body: kinds[0].sample })).items !== undefined;
	expect(await starts(run)).toBe(true);
	for (let other = 0; other < 500; other += 1)
		await starts(trigger(kinds[0], { authentication: ['none'] }));
	expect(await starts(run)).toBe(false);
	for (let other = 0; other < 500; other += 1)
		await starts(trigger(kinds[0], { authentication: ['none'] }));
	run.server.staticData = {};
	expect(await starts(run)).toBe(true);
});

test('damaged memory forgets, and nothing more', async () => {
	for (const staticData of [
		{ 'node:The node': { seen: 'x' } },
		{ 'node:The node': { seen: { a: 1 } } },
		{ 'node:The node': { seen: [1, null, {}] } },
	]) {
		const run = trigger(
			kinds[0],
			{ authentication: ['none'] },
			{ staticData, id: `d${++workflows}` },
		);
		expect(await callWebhook(run, { body: kinds[0].sample })).toMatchObject({
			status: 200,
			items: [expect.anything()],
		});
		expect(await callWebhook(run, { body: kinds[0].sample })).toMatchObject({
			status: 200,
			items: undefined,
		});
	}
});
