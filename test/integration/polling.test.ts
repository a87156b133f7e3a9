/** Polling triggers with what n8n does around a poll, with Vardast's orders as an example of every list. */

import { PolledWorkflow } from '../support/engine/poll';
import type { PollOptions } from '../support/engine/poll';
import { startSandbox } from '../support/sandbox/server';
import { vardast, known } from '../support/sandbox/vardast';
import type { Sandbox } from '../support/sandbox/server';
import type { VardastState } from '../support/sandbox/vardast';
import { byId } from '../support/vendors/parameters';

let sandbox: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
beforeEach(() => sandbox.reset());
afterEach(() => jest.restoreAllMocks());
afterAll(() => sandbox.close());

const workflow = (parameters?: PollOptions['parameters'], more?: Partial<PollOptions>) =>
	new PolledWorkflow({
		node: 'vardastTrigger',
		parameters: { triggerOn: 'newOrder', channel: byId(known.channel.id), ...parameters },
		credentials: {
			vardastApi: { apiKey: known.apiKey, baseUrl: `${sandbox.url}/uaa/public`, maxRetryTime: 0 },
		},
		...more,
	});
/** Adds an order of a customer. */
const order = (name: string, options: { at?: number; row?: object } = {}) =>
	sandbox.happen('newOrder', { ...options, row: { full_name: name, ...options.row } });
const names = ({ items }: PolledWorkflow) => items.map(({ fullName }) => fullName);

describe.each([
	['a trigger without durable cursors', false],
	['a trigger with durable cursors', true],
])('%s', (_how, durable) => {
	test('emits nothing at its first activation, and later entries once', async () => {
		const polled = workflow({}, { durable });
		await polled.activate();
		await polled.tick();
		expect(polled.executions).toEqual([]);
		order('Laleh');
		await polled.tick();
		await polled.tick();
		expect(polled.executions).toHaveLength(1);
		expect(polled.items).toEqual([
			expect.objectContaining({
				event: 'newOrder',
				fullName: 'Laleh',
				createdAt: expect.stringMatching(/Z$/),
			}),
		]);
		expect(polled.errors).toEqual([]);
		expect(polled.size).toBeLessThan(15_000);
	});

	test('emits each entry once over restarts, also what came meanwhile', async () => {
		const polled = workflow({}, { durable });
		await polled.activate();
		await polled.tick();
		order('before');
		await polled.tick();
		await polled.restart();
		await polled.tick();
		order('meanwhile');
		await polled.restart();
		await polled.tick();
		expect(names(polled)).toEqual(['before', 'meanwhile']);
	});

	test('emits items again, and once, where n8n died before it stored them', async () => {
		const polled = workflow({}, { durable });
		await polled.activate();
		await polled.tick();
		order('unlucky');
		polled.dies = true;
		await polled.tick();
		expect(polled.items).toEqual([]);
		await polled.restart();
		await polled.tick();
		expect(names(polled)).toEqual(['unlucky']);
	});

	test('reports why a poll failed and keeps its state', async () => {
		const polled = workflow({}, { durable });
		await polled.activate();
		await polled.tick();
		const { stored } = polled;
		order('retried');
		sandbox.injectFault({ kind: 'refuse', status: 500, body: 'Database is busy', times: 1 });
		await polled.tick();
		expect(polled.errors.map(({ message }) => message)).toEqual([
			'Vardast: Database is busy (HTTP 500). The fault is at the vendor: try again later.',
		]);
		expect(polled.stored).toBe(stored);
		await polled.tick();
		expect(names(polled)).toEqual(['retried']);
	});
});

test('a failed activation reports why and stores nothing', async () => {
	sandbox.injectFault({ kind: 'refuse', status: 401, body: 'Invalid API key', times: 1 });
	const polled = workflow();
	await expect(polled.activate()).rejects.toThrow(
		'Vardast: Invalid API key (HTTP 401). Check the credential, and renew its key if it was changed.',
	);
	expect(polled.stored).toBe('{}');
});

test('a poll that takes longer than the interval is not started twice', async () => {
	const polled = workflow();
	await polled.activate();
	order('slow');
	sandbox.injectFault({ kind: 'slow', delay: 80 });
	await Promise.all([polled.tick(), polled.tick(), polled.tick()]);
	expect(names(polled)).toEqual(['slow']);
	expect(sandbox.requests).toHaveLength(2);
});

test('a trigger writes nothing while nothing happens', async () => {
	const polled = workflow();
	await polled.activate();
	for (let index = 0; index < 5; index += 1) await polled.tick();
	await polled.restart();
	expect(polled.writes).toBe(1);
	expect(sandbox.requests.length).toBe(7);
});

test('a trigger does not depend on the clock of its machine', async () => {
	const polled = workflow();
	await polled.activate();
	const now = Date.now();
	for (const [index, jump] of [-86_400_000, 86_400_000, 0, -31_536_000_000].entries()) {
		jest.spyOn(Date, 'now').mockReturnValue(now + jump);
		order(`order ${index}`, { at: now + index });
		await polled.tick();
		await polled.restart();
	}
	expect(names(polled)).toEqual(['order 0', 'order 1', 'order 2', 'order 3']);
});

test('a test in the editor returns the newest entry and stores nothing', async () => {
	const polled = workflow();
	await polled.activate();
	order('newest');
	await polled.tick();
	const { stored } = polled;
	expect(await polled.test()).toEqual([
		expect.objectContaining({ event: 'newOrder', fullName: 'newest' }),
	]);
	expect(polled.stored).toBe(stored);
	sandbox.state.orders = [];
	expect(await polled.test()).toBeNull();
});

test('a list that changes during every read is reported, and read again by the next poll', async () => {
	const polled = workflow();
	await polled.activate();
	for (let index = 0; index < 150; index += 1) order(`order ${index}`);
	const remove = () => sandbox.state.orders.splice(-20, 1);
	sandbox.on('request', remove);
	await polled.tick();
	sandbox.off('request', remove);
	expect(polled.errors.map(({ message }) => message)).toEqual([
		'Vardast: the list kept changing while it was read. Nothing is lost: the next poll tries again.',
	]);
	await polled.tick();
	expect(names(polled)).toEqual(
		sandbox.state.orders.map((row) => row.full_name).filter((name) => name.startsWith('order ')),
	);
});

describe('a changed trigger', () => {
	test.each([
		[
			'another channel',
			{ parameters: { triggerOn: 'newOrder', channel: byId(known.smallChannel.id) } },
		],
		['another event', { parameters: { triggerOn: 'newContact', channel: byId(known.channel.id) } }],
		['another account', { credentialId: 'another' }],
	])('starts anew with %s and emits no old entries', async (_what, change) => {
		const polled = workflow();
		await polled.activate();
		Object.assign(polled.options, change);
		await polled.restart();
		expect(polled.items).toEqual([]);
		sandbox.happen('newContact', {
			channelId: (polled.options.parameters.channel as { value: string }).value,
		});
		sandbox.happen('newOrder', { contactId: sandbox.state.contacts.at(-1)?.id });
		await polled.tick();
		expect(polled.items).toHaveLength(1);
	});

	test('goes on when only Simplify is changed', async () => {
		const polled = workflow();
		await polled.activate();
		order('raw');
		polled.options.parameters.simplify = false;
		await polled.restart();
		expect(polled.items).toEqual([
			expect.objectContaining({
				event: 'newOrder',
				full_name: 'raw',
				channel_id: known.channel.id,
			}),
		]);
	});

	test.each([
		[
			{ channel: byId('') },
			'Channel is empty',
			'Choose a Channel in this node, or correct the expression in it.',
		],
		[{ channel: byId('={{ null }}') }, 'Channel is empty', undefined],
		[
			{ channel: byId('={{ "." + "." }}') },
			'Channel must be an ID, not ".."',
			'Choose a Channel in this node, or correct the expression in it.',
		],
		[{ triggerOn: 'newMoon' }, 'Trigger On has no event "newMoon"', undefined],
	])('is refused with %j', async (parameters, message, description) => {
		const polled = workflow(parameters);
		await expect(polled.activate()).rejects.toMatchObject({
			message,
			...(description && { description }),
		});
		await expect(polled.test()).rejects.toMatchObject({ message });
		expect(sandbox.requests).toEqual([]);
	});
});
