import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import {
	createPoll,
	pollingTriggerDescription,
	triggerOnField,
} from '../../../nodes/shared/polling/trigger';
import type { PollEvent } from '../../../nodes/shared/polling/trigger';
import type { Vendor } from '../../../nodes/shared/types';
import { shortDigest } from '../../../nodes/shared/util/digest';
import { pollContextOf } from '../../support/pollingFakes';
import type { FakePollContext } from '../../support/pollingFakes';

const vendor: Vendor = {
	name: 'Vendor',
	credential: 'vendorApi',
	requiredFields: [],
	secretFields: [],
	sensitiveKeys: [],
	parseError: () => undefined,
	unwrap: (body) => body,
};
const one: PollEvent = {
	name: 'One',
	value: 'one',
	description: 'First',
	isState: () => true,
	scope: () => [1],
	poll: async () => ({ items: [{ a: 1 }, { event: 'own' }], state: 'saved' }),
	sample: async () => [{ s: 1 }, { s: 2 }],
};
const two: PollEvent = {
	name: 'Two',
	value: 'two',
	description: 'Second',
	isState: () => true,
	scope: () => [],
	poll: async () => ({ items: [], state: 'saved' }),
	sample: async () => [],
};
const node = { credentials: { vendorApi: { id: '7', name: 'Vendor' } } };
const contextOf = (parameters: IDataObject, mode?: 'manual') =>
	pollContextOf(parameters, { node, mode });

type Poll = (this: FakePollContext['context']) => Promise<INodeExecutionData[][] | null>;
const poll: Poll = createPoll(vendor, [one, two]);

test('The descriptions of polling triggers share that they poll and have one output', () => {
	expect(pollingTriggerDescription([])).toEqual({
		group: ['trigger'],
		version: 1,
		polling: true,
		inputs: [],
		outputs: ['main'],
		properties: [],
	});
});

test('Trigger On lists the events', () => {
	expect(triggerOnField([one, two])).toEqual({
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'One', value: 'one', description: 'First' },
			{ name: 'Two', value: 'two', description: 'Second' },
		],
		default: 'one',
	});
});

describe('A poll', () => {
	test('emits the items with the name of the event', async () => {
		expect(await poll.call(contextOf({ triggerOn: 'one' }).context)).toEqual([
			[{ json: { event: 'one', a: 1 } }, { json: { event: 'own' } }],
		]);
	});

	test('returns null where nothing is new', async () => {
		expect(await poll.call(contextOf({ triggerOn: 'two' }).context)).toBeNull();
	});

	test('saves its state with what it watches, once', async () => {
		const { context, staticData } = contextOf({ triggerOn: 'one' });
		await poll.call(context);
		const { lastPoll } = staticData;
		expect(lastPoll).toEqual({ scope: shortDigest('7', 'one', 1), state: 'saved' });
		await poll.call(context);
		expect(staticData.lastPoll).toBe(lastPoll);
	});

	test('works without a credential', async () => {
		const { context, staticData } = pollContextOf({ triggerOn: 'one' });
		expect(await poll.call(context)).toHaveLength(1);
		expect(staticData.lastPoll).toEqual({
			scope: shortDigest(undefined, 'one', 1),
			state: 'saved',
		});
	});

	test('emits one sample and saves nothing in the editor', async () => {
		const { context, staticData } = contextOf({ triggerOn: 'one' }, 'manual');
		expect(await poll.call(context)).toEqual([[{ json: { event: 'one', s: 1 } }]]);
		expect(staticData).toEqual({});
		expect(await poll.call(contextOf({ triggerOn: 'two' }, 'manual').context)).toBeNull();
	});

	test('refuses an event that there is not', async () => {
		await expect(poll.call(contextOf({ triggerOn: 'three' }).context)).rejects.toThrow(
			'Trigger On has no event "three"',
		);
	});

	test('begins anew where it watches something else, and runs once at a time', async () => {
		const states: unknown[] = [];
		let finish = () => {};
		let fails = false;
		const slow: PollEvent = {
			...one,
			scope: (context) => [context.getNodeParameter('channel', '')],
			poll: async (_context, state) => {
				states.push(state);
				await new Promise<void>((resolve) => (finish = resolve));
				if (fails) throw new Error('no');
				return { items: [], state: 'saved' };
			},
		};
		const slowPoll: Poll = createPoll(vendor, [slow]);
		const parameters = { triggerOn: 'one', channel: 'a' };
		const { context } = contextOf(parameters);
		const pollTwice = async () => {
			const polling = slowPoll.call(context);
			expect(await slowPoll.call(context)).toBeNull();
			finish();
			await polling;
		};
		await pollTwice();
		await pollTwice();
		parameters.channel = 'b';
		fails = true;
		await expect(pollTwice()).rejects.toThrow('no');
		fails = false;
		await pollTwice();
		await pollTwice();
		expect(states).toEqual([undefined, 'saved', undefined, undefined, 'saved']);
	});
});
