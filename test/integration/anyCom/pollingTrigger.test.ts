import { PolledWorkflow } from '../../support/engine/poll';
import type { PollOptions } from '../../support/engine/poll';
import { known } from '../../support/sandbox/anyCom';
import { useVendor } from '../../support/useVendor';
import { anyCom } from '../../support/vendors/anyCom';
import { byId } from '../../support/vendors/parameters';

const { sandbox, credentialData } = useVendor(anyCom);

const workflow = (parameters: PollOptions['parameters'], more?: Partial<PollOptions>) =>
	new PolledWorkflow({
		node: 'anyComTrigger',
		parameters,
		credentials: { anyComApi: credentialData() },
		...more,
	});
const onChannel = { channel: byId(known.channel) };
const waiting = { triggerOn: 'customerWaiting' };
const states = { triggerOn: 'customerState' };
const status = { triggerOn: 'channelStatus' };
const poll = async (polled: PolledWorkflow, times: number = 1) => {
	for (let index = 0; index < times; index += 1) await polled.tick();
	expect(polled.errors).toEqual([]);
	return polled.executions.splice(0).flat();
};
const customer = (user: string) => {
	const found = sandbox.state.customers.find(({ channel }) => channel.user_id === user);
	if (!found) throw new Error(`there is no customer ${user}`);
	return found;
};

describe.each([false, true])('with durable cursors: %s', (durable) => {
	test('a customer who begins to wait is emitted once, over polls and restarts', async () => {
		const polled = workflow(waiting, { durable });
		await polled.activate();
		expect(await poll(polled, 2)).toEqual([]);
		sandbox.happen('customerWaiting', {
			number: known.onBotNumber,
			chan_id: known.channel,
			subject: 'Boleto',
		});
		expect(await poll(polled, 2)).toEqual([
			{
				event: 'customerWaiting',
				userId: known.onBot,
				name: expect.any(String),
				channelId: known.channel,
				chatGroupId: known.group,
				chatGroup: 'Atendimento',
				subject: 'Boleto',
				greeting: '',
				call: 'invited',
			},
		]);
		await polled.restart();
		expect(await poll(polled)).toEqual([]);
	});

	test('a channel is emitted each time it goes down or up', async () => {
		const polled = workflow(status, { durable });
		await polled.activate();
		expect(await poll(polled)).toEqual([]);
		for (const event of ['channelDown', 'channelUp', 'channelDown']) {
			sandbox.happen(event, { id: known.channel });
			await polled.restart();
			expect(await poll(polled)).toEqual([
				expect.objectContaining({
					event,
					status: event === 'channelDown' ? 'DOWN' : 'UP',
					channelId: known.channel,
					channelType: 'whatsapp',
				}),
			]);
		}
	});

	test('a customer who changes state is emitted with the previous state', async () => {
		const polled = workflow(states, { durable });
		await polled.activate();
		expect(await poll(polled)).toEqual([]);
		sandbox.happen('customerState', { state: 'done', number: known.onBotNumber });
		sandbox.happen('customerState', { state: 'on_bot', number: known.contactNumber });
		expect(await poll(polled, 2)).toEqual([
			expect.objectContaining({
				event: 'customerState',
				userId: known.onBot,
				state: 'done',
				previousState: 'on_bot',
				channelId: known.channel,
			}),
			expect.objectContaining({
				userId: `${known.contactNumber}@c.us`,
				state: 'on_bot',
				previousState: 'none',
			}),
		]);
		await polled.restart();
		expect(await poll(polled)).toEqual([]);
	});
});

describe('a waiting customer', () => {
	test('is emitted again after being served, for another group, for another subject and in another session', async () => {
		const polled = workflow(waiting);
		await polled.activate();
		const wait = (more: object = {}) =>
			sandbox.happen('customerWaiting', { number: known.onBotNumber, ...more });
		const serve = () =>
			(sandbox.state.awaiting = sandbox.state.awaiting.filter(
				({ channel }) => channel.user_id !== known.onBot,
			));
		wait();
		expect(await poll(polled)).toHaveLength(1);
		serve();
		expect(await poll(polled)).toEqual([]);
		wait();
		expect(await poll(polled)).toHaveLength(1);
		wait({ group: 22 });
		expect(await poll(polled)).toEqual([expect.objectContaining({ chatGroup: 'Financeiro' })]);
		wait({ group: 22, subject: 'Retomada' });
		expect(await poll(polled)).toHaveLength(1);
		// Served and back within one poll, in another session.
		customer(known.onBot).session += 1;
		expect(await poll(polled)).toHaveLength(1);
		expect(await poll(polled)).toEqual([]);
	});

	test('is not emitted again after the list was empty for a moment', async () => {
		const polled = workflow(waiting);
		await polled.activate();
		const { awaiting, customers } = sandbox.state;
		Object.assign(sandbox.state, { awaiting: [], customers: [] });
		expect(await poll(polled, 2)).toEqual([]);
		Object.assign(sandbox.state, { awaiting, customers });
		expect(await poll(polled, 2)).toEqual([]);
	});

	test('is emitted once where the vendor does not always return the session', async () => {
		const polled = workflow(waiting);
		await polled.activate();
		const { session } = customer(known.awaiting);
		Reflect.deleteProperty(customer(known.awaiting), 'session');
		expect(await poll(polled)).toEqual([]);
		customer(known.awaiting).session = session;
		expect(await poll(polled)).toEqual([]);
		sandbox.happen('customerWaiting', { number: known.onBotNumber });
		const { customers } = sandbox.state;
		sandbox.state.customers = [];
		expect(await poll(polled, 2)).toEqual([expect.objectContaining({ userId: known.onBot })]);
		sandbox.state.customers = customers;
		expect(await poll(polled, 2)).toEqual([]);
		customer(known.onBot).session += 1;
		expect(await poll(polled, 2)).toHaveLength(1);
	});
});

describe('a change of state', () => {
	test('is from none for a customer in a new session, and is none after the list was empty for a moment', async () => {
		const polled = workflow(states);
		await polled.activate();
		const { customers } = sandbox.state;
		sandbox.state.customers = [];
		expect(await poll(polled, 2)).toEqual([]);
		sandbox.state.customers = customers;
		customer(known.done).session += 1;
		expect(await poll(polled, 2)).toEqual([
			expect.objectContaining({ userId: known.done, state: 'done', previousState: 'none' }),
		]);
	});

	test('is found among 1,000 customers by channel, for whom little is stored and no name', async () => {
		const polled = workflow({ ...states, simplify: false });
		for (let index = 0; index < 1_000; index += 1)
			sandbox.happen('customerState', { state: 'on_bot', number: 550091000000 + index });
		await polled.activate();
		expect(polled.size).toBeLessThan(40_000);
		expect(polled.stored).not.toMatch(/c\.us|5500/);
		sandbox.happen('customerState', {
			state: 'done',
			number: known.onBotNumber,
			chan_id: known.downChannel,
		});
		expect(await poll(polled)).toEqual([
			expect.objectContaining({
				event: 'customerState',
				previousState: 'identifying',
				user_name: expect.any(String),
				channel: expect.objectContaining({ id: known.downChannel }),
			}),
		]);
	});

	test('is emitted for one channel only where the trigger has a channel', async () => {
		const polled = workflow({ ...states, ...onChannel });
		await polled.activate();
		for (const chan_id of [known.channel, known.downChannel])
			sandbox.happen('customerState', { state: 'done', number: known.onBotNumber, chan_id });
		expect(await poll(polled)).toEqual([expect.objectContaining({ channelId: known.channel })]);
	});

	test('cannot be found in a list of more than 10,000 entries, as the error says', async () => {
		const [first] = sandbox.state.customers;
		sandbox.injectFault({
			kind: 'rewrite',
			on: 'A1',
			body: { status: 200, result: Array.from({ length: 10_001 }, () => first) },
		});
		await expect(workflow(states).activate()).rejects.toThrow(
			'AnyCom: the list has 10001 entries, and 10000 can be compared. Choose a Channel in this node.',
		);
	});
});

describe('the status of a channel', () => {
	test('is emitted for each type of channel, and for a new channel that is down', async () => {
		const polled = workflow(status);
		await polled.activate();
		Object.assign(sandbox.state.channels.find(({ type }) => type === 'liveflow') ?? {}, {
			status: 'DOWN',
		});
		sandbox.state.channels.push(
			{ id: 41, type: 'whatsapp', status: 'UP', seen: { last: '', last_elapsed: 0 } },
			{ id: 42, type: 'whatsapp', status: 'DOWN', seen: { last: '', last_elapsed: 0 } },
		);
		const items = await poll(polled, 2);
		expect(
			items.map(({ event, channelType, channelId }) => [event, channelType, channelId]),
		).toEqual([
			['channelDown', 'liveflow', undefined],
			['channelDown', 'whatsapp', 42],
		]);
	});

	test('is read from the valid entries of a list only', async () => {
		const polled = workflow(status);
		sandbox.injectFault({
			kind: 'rewrite',
			on: 'A7',
			body: {
				status: 200,
				result: ['text', null, { status: 'UP', channel: { type: 'whatsapp', id: 31 } }],
			},
			times: 1,
		});
		await polled.activate();
		expect(await poll(polled)).toEqual([expect.objectContaining({ channelId: known.downChannel })]);
	});
});

test('a test in the editor returns an entry of the vendor, or nothing', async () => {
	expect(await workflow(waiting).test()).toEqual([
		expect.objectContaining({ event: 'customerWaiting', userId: expect.any(String) }),
	]);
	expect(await workflow(states).test()).toEqual([
		expect.objectContaining({ event: 'customerState', previousState: 'none' }),
	]);
	expect(await workflow(status).test()).toEqual([
		expect.objectContaining({ event: 'channelUp', lastSeen: expect.stringMatching(/Z$/) }),
	]);
	sandbox.state.awaiting = [];
	expect(await workflow(waiting).test()).toBeNull();
});

test('events are emitted once after a poll that failed and a response with HTTP 204', async () => {
	const polled = workflow(waiting);
	await polled.activate();
	sandbox.happen('customerWaiting', { number: known.onBotNumber });
	sandbox.injectFault({
		kind: 'refuse',
		on: 'A1',
		status: 412,
		body: 'The channel is down',
		times: 1,
	});
	await polled.tick();
	expect(polled.errors.splice(0).map(({ message }) => message)).toEqual([
		expect.stringMatching(/The channel is down \(HTTP 412\)/),
	]);
	expect(await poll(polled)).toHaveLength(1);
	sandbox.state.awaiting = [];
	expect(await poll(polled, 2)).toEqual([]);
});
