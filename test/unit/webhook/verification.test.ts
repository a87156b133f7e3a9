/**
 * The check of events with the vendor by itself: what is asked, who waits for whom, and how much may wait.
 */

import { steppedClock } from '../../support/engine/clock';
import { loadAuthPolicy } from '../../../nodes/shared/webhook/authentication';
import { secretFields } from '../../../nodes/shared/webhook/secrets';
import { handleWebhook } from '../../../nodes/shared/webhook/trigger';
import { manualWebhookMethods } from '../../../nodes/shared/webhook/trigger';
import { attemptVerification, fetchFromVendor } from '../../../nodes/shared/webhook/verification';
import { verifyOrEnqueue, hasCapacity } from '../../../nodes/shared/webhook/verificationQueue';

let count = 0;
/** A call of a trigger's webhook. */
function contextOf({
	workflow = `check ${(count += 1)}`,
	node = 'n',
	mode = 'webhook',
	...more
}: any = {}): any {
	const said: string[] = [];
	const data = {};
	const note = (words: string) => void said.push(words);
	return {
		said,
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: node, name: 'The trigger', type: 't' }),
		getMode: () => mode,
		getWorkflowStaticData: () => data,
		logger: { warn: note, error: note },
		...more,
	};
}

test('the fields of the secrets', () => {
	expect(
		secretFields.map(({ displayName, name, type, typeOptions, default: otherwise }) => [
			displayName,
			name,
			type,
			typeOptions?.password ?? false,
			otherwise,
		]),
	).toEqual([
		['Token', 'token', 'string', true, ''],
		['Header Name', 'headerName', 'string', false, ''],
		['Header Value', 'headerValue', 'string', true, ''],
		['User', 'user', 'string', false, ''],
		['Password', 'password', 'string', true, ''],
	]);
	expect(secretFields.map(({ description }) => description?.split(/:/)[0])).toEqual([
		'For Query Token',
		'For Header',
		'For Header',
		'For Basic Auth',
		'For Basic Auth',
	]);
	expect(secretFields[1].placeholder).toBe('e.g. X-Webhook-Secret');
});

describe('settings that let nobody pass', () => {
	const source = {
		vendor: { name: 'Vendor', credential: 'vApi' },
		secrets: 'wApi',
	} as any;
	const withValues = (values: any) =>
		contextOf({
			getNodeParameter: (name: string, otherwise: any) => values[name] ?? otherwise,
			getCredentials: async () => Promise.reject(new Error('none')),
		});

	test('say what to do', async () => {
		await expect(loadAuthPolicy(withValues({}), source)).rejects.toMatchObject({
			message: 'Authentication is empty: choose how callers are known, or None',
			description: 'Until this is corrected, every caller is refused.',
		});
		await expect(
			loadAuthPolicy(withValues({ authentication: ['ipAllowlist'] }), source),
		).rejects.toThrow('Allowed IPs is empty');
		const { checkExists } = manualWebhookMethods(source);
		await expect(
			checkExists.call(withValues({ authentication: ['apiVerification'] })),
		).rejects.toMatchObject({
			message: 'Verify With Selarti needs a Vendor API credential',
			description: 'Choose one in the node.',
		});
		expect(await checkExists.call(withValues({ authentication: ['none'] }))).toBe(true);
	});

	test('a trigger that breaks says so in the log alone', async () => {
		const response = {
			headersSent: false,
			status: (code: number) => Object.assign(response, { code }),
			end: () => {},
		};
		const context = withValues({});
		expect(await handleWebhook({ ...context, getResponseObject: () => response }, source)).toEqual({
			noWebhookResponse: true,
		});
		expect([context.said, (response as any).code]).toEqual([
			['The trigger: Authentication is empty: choose how callers are known, or None'],
			500,
		]);
	});
});

describe('an event that nobody checks', () => {
	const started = async (values?: any) => {
		const response = { headersSent: false, status: () => response, end: () => {} };
		const parameters = { authentication: ['none'], ...values };
		const context = contextOf({
			getNodeParameter: (name: string, otherwise: any) => parameters[name] ?? otherwise,
			getResponseObject: () => response,
			getRequestObject: () => ({ headers: {}, body: { raw: 1 } }),
			getQueryData: () => ({}),
			getHeaderData: () => ({}),
		});
		const source = {
			secrets: 'wApi',
			read: () => ({ event: { e: 1 } }),
			filter: () => () => true,
			identity: () => ['1'],
		} as any;
		return (await handleWebhook(context, source)).workflowData;
	};

	test('starts the workflow without its raw body, unless it is wanted', async () => {
		expect(await started()).toEqual([[{ json: { e: 1 } }]]);
		expect(await started({ includeRawBody: true })).toEqual([
			[{ json: { e: 1, rawBody: { raw: 1 } } }],
		]);
	});
});

describe('looking up', () => {
	const vendor = {
		name: 'Vendor',
		credential: 'vApi',
		secrets: [],
		confidential: [],
		failure: () => undefined,
		payload: (body: any, key: any) => (key ? body[key] : body),
	} as any;
	async function found(answer: any, key?: any) {
		const asked: any[] = [];
		const helpers = {
			httpRequestWithAuthentication: async (_type: any, options: any) => (
				asked.push(options),
				{ statusCode: 200, headers: {}, body: {}, ...answer }
			),
		};
		const context = contextOf({
			getCredentials: async () => ({ baseUrl: 'https://a.example', maxRetryTime: 0 }),
			helpers,
		});
		const things = await fetchFromVendor(context, vendor, { url: '/x', qs: { q: 1 } }, key).catch(
			(error) => error.message,
		);
		expect(asked[0]).toMatchObject({
			method: 'GET',
			url: 'https://a.example/x',
			qs: { q: 1 },
			timeout: 10_000,
		});
		return things;
	}

	test('gives the objects in the answer, and none where there is no such thing', async () => {
		expect(await found({ body: { list: [{ a: 1 }, null, 'x', 7, { b: 2 }] } }, 'list')).toEqual([
			{ a: 1 },
			{ b: 2 },
		]);
		expect(await found({ body: { a: 1 } })).toEqual([{ a: 1 }]);
		expect(await found({ body: '' })).toEqual([]);
		for (const statusCode of [400, 404, 410, 422]) expect(await found({ statusCode })).toEqual([]);
		for (const statusCode of [401, 403, 500])
			expect(await found({ statusCode })).toMatch(
				new RegExp(`^(?!.*may or may not).*\\(HTTP ${statusCode}\\)`),
			);
	});

	test('ends in the moment that was said', async () => {
		const clock = jest.spyOn(performance, 'now').mockReturnValue(50_000);
		try {
			const ill = { confirm: async () => Promise.reject(new Error('ill')) } as any;
			const well = { confirm: async () => ({ v: 1 }) } as any;
			const pending = (more: any) =>
				({ event: {}, denials: 0, failures: 0, due: 0, ...more }) as any;
			expect(await attemptVerification(contextOf(), ill, pending({ until: 50_000 }))).toBe(
				'unknown',
			);
			expect(await attemptVerification(contextOf(), ill, pending({ until: 50_001 }))).toBe('later');
			expect(
				await attemptVerification(contextOf(), well, pending({ until: 40_000, failures: 1 })),
			).toEqual({
				event: { v: 1 },
			});
			expect(
				await attemptVerification(contextOf(), well, pending({ until: 39_999, failures: 1 })),
			).toBe('unknown');
		} finally {
			clock.mockRestore();
		}
	});
});

describe('waiting', () => {
	let clock: any;
	beforeEach(() => {
		clock = steppedClock();
	});
	afterEach(() => clock.stop());
	/** Lets everything go on that waits for no time. */
	const settle = async () => {
		for (let turn = 0; turn < 20; turn += 1) await undefined;
	};

	const sourceOf = (confirm: any) =>
		({
			vendor: { name: 'Vendor' },
			confirm,
			identity: ({ id }) => [String(id)],
		}) as any;
	const ill = async () => Promise.reject(new Error('ill'));
	/** An event. */
	const pendingOf = (id: any, more?: any) =>
		({
			event: { id },
			wanted: () => true,
			extra: {},
			claim: undefined,
			startUnchecked: true,
			until: performance.now() + 60_000,
			due: performance.now(),
			denials: 0,
			failures: 0,
			...more,
		}) as any;
	const ids = (items: any[]) => items.map(({ id }) => id);

	test('ten look by themselves at once, the next ones when it is their turn', async () => {
		const opens: Array<() => void> = [];
		const source = sourceOf(async (_context: any, event: any) => {
			await new Promise((resolve) => opens.push(() => resolve(undefined)));
			return event;
		});
		const calls = Array.from({ length: 12 }, (_, id) =>
			verifyOrEnqueue(contextOf(), source, pendingOf(id)),
		);
		expect(opens).toHaveLength(10);
		for (let index = 0; index < 12; index += 1) {
			while (opens.length <= index) await new Promise((resolve) => setImmediate(resolve));
			opens[index]();
		}
		expect((await Promise.all(calls)).flatMap(ids).sort((a, b) => a - b)).toEqual(
			Array.from({ length: 12 }, (_, id) => id),
		);
		const again = jest.fn(async () => undefined);
		const refusing = sourceOf(again);
		const refused = Array.from({ length: 10 }, (_, id) =>
			verifyOrEnqueue(contextOf(), refusing, pendingOf(id, { denials: 2 })),
		);
		expect(again).toHaveBeenCalledTimes(10);
		expect((await Promise.all(refused)).flat()).toEqual([]);
	});

	test('one call waits for all events of its trigger, those of others have their own', async () => {
		let well = false;
		const order: string[] = [];
		const source = sourceOf(async (_context: any, event: any) => {
			if (!well) throw new Error('ill');
			order.push(event.id);
			return event;
		});
		const workflow = `shared ${(count += 1)}`;
		const keeper = verifyOrEnqueue(contextOf({ workflow }), source, pendingOf('first'));
		await settle();
		expect(
			await verifyOrEnqueue(contextOf({ workflow }), source, pendingOf('second', { failures: 3 })),
		).toEqual([]);
		const others = [
			contextOf({ workflow, node: 'other' }),
			contextOf({ workflow, mode: 'manual' }),
			contextOf(),
		];
		const apart = others.map((context, index) =>
			verifyOrEnqueue(context, source, pendingOf(`other ${index}`)),
		);
		await settle();
		well = true;
		expect(ids(await keeper)).toEqual(['first', 'second']);
		expect((await Promise.all(apart)).map(ids)).toEqual([['other 0'], ['other 1'], ['other 2']]);
	});

	test('the event that is due for longest comes first, one that is not due does not', async () => {
		let well = false;
		const order: any[] = [];
		const at: number[] = [];
		const begun = performance.now();
		const source = sourceOf(async (_context: any, event: any) => {
			if (!well) throw new Error('ill');
			order.push(event.id);
			at.push(performance.now() - begun);
			return event;
		});
		const workflow = `order ${(count += 1)}`;
		const keeper = verifyOrEnqueue(contextOf({ workflow }), source, pendingOf('keeper'));
		await settle();
		for (const [id, failures] of [
			['late', 3],
			['b', 1],
			['a', 0],
		])
			expect(
				await verifyOrEnqueue(contextOf({ workflow }), source, pendingOf(id, { failures })),
			).toEqual([]);
		well = true;
		// It is late when the keeper looks for the second time.
		setTimeout(() => {}, 20_000);
		expect(ids(await keeper)).toEqual(['keeper', 'a', 'b', 'late']);
		expect(order).toEqual(['keeper', 'a', 'b', 'late']);
		expect(at).toEqual([1_000, 1_000, 20_000, 20_000]);
	});

	test('an event is looked at when it is due, however late another one is', async () => {
		const at: Record<string, number> = {};
		let asked = 0;
		const begun = performance.now();
		const source = sourceOf(async (_context: any, event: any) => {
			const isIll = event.id === 'keeper' ? (asked += 1) < 3 : !('keeper' in at);
			if (isIll) throw new Error('ill');
			at[event.id] = performance.now() - begun;
			return event;
		});
		const workflow = `due ${(count += 1)}`;
		const keeper = verifyOrEnqueue(contextOf({ workflow }), source, pendingOf('keeper'));
		await settle();
		expect(
			await verifyOrEnqueue(contextOf({ workflow }), source, pendingOf('late', { failures: 3 })),
		).toEqual([]);
		expect(ids(await keeper)).toEqual(['keeper', 'late']);
		expect([at.keeper, at.late]).toEqual([3_000, 8_000]);
	});

	test('a round is fifty, ten at once, and a room with nobody in it is gone', async () => {
		let well = false;
		let looking = 0;
		let most = 0;
		const source = sourceOf(async (_context: any, event: any) => {
			if (!well) throw new Error('ill');
			looking += 1;
			most = Math.max(most, looking);
			await settle();
			looking -= 1;
			return event;
		});
		const workflow = `round ${(count += 1)}`;
		const keeper = verifyOrEnqueue(contextOf({ workflow }), source, pendingOf(0));
		for (let id = 1; id < 120; id += 1)
			expect(await verifyOrEnqueue(contextOf({ workflow }), source, pendingOf(id))).toEqual([]);
		well = true;
		expect((await keeper).length).toBe(120);
		expect(most).toBe(10);
		expect(ids(await verifyOrEnqueue(contextOf({ workflow }), source, pendingOf('alone')))).toEqual(
			['alone'],
		);
	});

	test('a room is full with 1,000 events, or with 8 MB of them', async () => {
		let well = false;
		const source = sourceOf(async (_context: any, event: any) => (well ? event : await ill()));
		const long = { until: performance.now() + 1e9 };
		const workflow = `full ${(count += 1)}`;
		const roomOf = (name: string, node = 'n') => hasCapacity(contextOf({ workflow: name, node }));
		const wait = (name: string, id: any) =>
			verifyOrEnqueue(contextOf({ workflow: name }), source, pendingOf(id, long));
		const keepers = [wait(workflow, 0)];
		for (let id = 1; id < 999; id += 1) await wait(workflow, id);
		expect(roomOf(workflow)).toBe(true);
		await wait(workflow, 999);
		expect([roomOf(workflow), roomOf(workflow, 'other'), hasCapacity(contextOf())]).toEqual([
			false,
			true,
			true,
		]);

		const text = (length: number) => 'x'.repeat(length - JSON.stringify([{ id: '' }, {}]).length);
		const [large, exact] = ['large', 'exact'].map((name) => `${name} ${(count += 1)}`);
		keepers.push(wait(large, text(8_388_607)), wait(exact, text(8_388_608)));
		await settle();
		expect([roomOf(large), roomOf(exact)]).toEqual([true, false]);
		await wait(large, '');
		expect(roomOf(large)).toBe(false);
		well = true;
		expect((await Promise.all(keepers)).map(({ length }) => length)).toEqual([1_000, 2, 1]);
		expect([roomOf(workflow), roomOf(large)]).toEqual([true, true]);
	});
});
