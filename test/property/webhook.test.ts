/** The webhook triggers with every body, caller and order of events. */

import * as fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { callWebhook } from '../support/engine/webhook';
import { sample as naxonAiSample } from '../support/fixtures/naxonAiWebhook';
import { sample as selartiSample } from '../support/fixtures/selartiWebhook';
import { createRun, createStoredWorkflow, secrets } from '../support/webhookRun';
import type { StoredRun } from '../support/webhookRun';

// A busy machine takes several times as long as an idle one.
jest.setTimeout(180_000);

const allSecrets = {
	...secrets,
	headerName: 'X-Our-Proxy',
	headerValue: 'harbour light',
	user: 'anna',
	password: 'long enough',
};
interface Kind {
	node: string;
	/** The type of the credential with the secrets. */
	type: string;
	sample: typeof selartiSample | typeof naxonAiSample;
	parameters: INodeParameters;
}

const kinds: Kind[] = [
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

/** A trigger with these parameters beside those of its kind. */
const trigger = (
	{ node, type, parameters }: Kind,
	more: INodeParameters = {},
	server = createStoredWorkflow(),
) =>
	createRun({
		node,
		parameters: { ...parameters, ...more },
		credentials: { [type]: allSecrets },
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
const object = (value: fc.Arbitrary<unknown>) =>
	fc.array(fc.tuple(name, value), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));

/** A genuine event with some of its values replaced, added or removed, at any depth. */
function nearly(sample: object): fc.Arbitrary<object> {
	const inner = Object.entries(sample).map(([key, value]: [string, unknown]) => {
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

const body = (sample: object) =>
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
	test('refuses every call without the secret, and does not crash', async () => {
		const run = trigger(kind);
		await fc.assert(
			fc.asyncProperty(
				secretMethods,
				body(kind.sample),
				query,
				headers,
				address,
				async (authentication, sentBody, sentQuery, sentHeaders, from) => {
					const outcome = await callWebhook(
						{ ...run, parameters: { ...run.parameters, authentication } },
						{ body: sentBody, query: sentQuery, headers: sentHeaders, address: from },
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

	test('reads every body with the secret as an event or answers why it is none, and does not crash', async () => {
		// A test in the editor takes an event as often as it is sent.
		const run: StoredRun = {
			...trigger(kind, { authentication: ['queryToken'], includeRawBody: true }),
			mode: 'manual',
		};
		const seen = { 200: 0, 400: 0, events: 0 };
		await fc.assert(
			fc.asyncProperty(body(kind.sample), headers, async (sentBody, sentHeaders) => {
				const { status, text, items, hanging, thrown } = await callWebhook(run, {
					body: sentBody,
					headers: sentHeaders,
					query: secrets,
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
		// Otherwise the property has hardly been tested.
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
	});

	/** Event number n. */
	const event = (n: number) =>
		kind.node === 'selartiTrigger'
			? {
					...kind.sample,
					...(n & 1 ? { wh_type: 'all_messages' } : { wh_type: 'success', success: 'yes' }),
					message_id: `17410914${100 + (n >> 1)}x1`,
				}
			: {
					event: 'keyword-notification',
					payload: {
						...naxonAiSample.payload,
						id: 100 + (n % 2),
						keyword: n % 4 < 2 ? 'refund' : 'buy',
						most_recent_message: { seq: `0${n >> 2}` },
					},
				};

	test('emits each event once in one process, in any order, with repetitions and at the same time', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 12 }), { maxLength: 6 }),
				async (rounds) => {
					const run = trigger(kind, { authentication: ['none'] });
					const started: number[] = [];
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

	test('emits each event once over restarts and in several processes, where one delivery follows another', async () => {
		const delivery = fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 2 }), fc.boolean());
		await fc.assert(
			fc.asyncProperty(fc.array(delivery, { maxLength: 40 }), async (deliveries) => {
				const server = createStoredWorkflow();
				// What a process remembers belongs to the ID of a workflow: a new ID stands for a process that remembers nothing.
				const newId = () => createStoredWorkflow().id;
				const processes = [newId(), newId(), newId()];
				const started: number[] = [];
				for (const [n, at, restart] of deliveries) {
					if (restart) processes[at] = newId();
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

	test('remembers no more than 1,000 events', async () => {
		const run = trigger(kind, { authentication: ['none'] });
		const many = Array.from({ length: 1200 }, (_, index) => index * 4);
		for (const n of many) await callWebhook(run, { body: event(n) });
		const [{ seen }] = Object.values(run.server.staticData) as Array<{ seen: string[] }>;
		expect([seen.length, new Set(seen).size]).toEqual([1000, 1000]);
		expect(JSON.stringify(run.server.staticData).length).toBeLessThan(30_000);
		const starts = async (n: number) =>
			(await callWebhook(run, { body: event(n) })).items !== undefined;
		expect([await starts(many[1199]), await starts(many[200]), await starts(many[0])]).toEqual([
			false,
			false,
			true,
		]);

		// What other processes stored is added to what this one remembers.
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

test('the process forgets the events of the trigger that was not called for longest, unless they are stored', async () => {
	const run = trigger(kinds[0], { authentication: ['none'] });
	const starts = async (called: StoredRun) =>
		(await callWebhook(called, { body: kinds[0].sample })).items !== undefined;
	expect(await starts(run)).toBe(true);
	for (let other = 0; other < 500; other += 1)
		await starts(trigger(kinds[0], { authentication: ['none'] }));
	expect(await starts(run)).toBe(false);
	for (let other = 0; other < 500; other += 1)
		await starts(trigger(kinds[0], { authentication: ['none'] }));
	run.server.staticData = {};
	expect(await starts(run)).toBe(true);
});

test('a trigger whose stored events are damaged starts on an event once more', async () => {
	for (const staticData of [
		{ 'node:The node': { seen: 'x' } },
		{ 'node:The node': { seen: { a: 1 } } },
		{ 'node:The node': { seen: [1, null, {}] } },
	]) {
		const run = trigger(kinds[0], { authentication: ['none'] }, createStoredWorkflow(staticData));
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
