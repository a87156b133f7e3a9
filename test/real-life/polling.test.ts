/** What vendors and damaged databases do to a polling trigger. */

import type { IDataObject } from 'n8n-workflow';

import { customerState } from '../../nodes/AnyCom/polling/events';
import { isChannelState, readChannelMessages } from '../../nodes/Vardast/polling/channelMessages';
import { detectChanges } from '../../nodes/shared/polling/changeDetection';
import { isSeenEntries } from '../../nodes/shared/polling/seenEntries';
import { createPoll } from '../../nodes/shared/polling/trigger';
import type { PollEvent } from '../../nodes/shared/polling/trigger';
import { vendor } from '../support/fixtures/webhookDefinition';

/** A poll's context, whose vendor answers as a function says. */
function contextOf(answer: (options: IDataObject) => unknown, staticData: IDataObject = {}) {
	const log: string[] = [];
	let requests = 0;
	const write = (text: string) => void log.push(text);
	const context = {
		getNode: () => ({ id: 'n', name: 'The trigger', type: 't', parameters: {}, credentials: {} }),
		getMode: () => 'trigger',
		getNodeParameter: (name: string, fallback: unknown) =>
			name === 'triggerOn' ? 'states' : name === 'channel' ? 'c' : fallback,
		getWorkflowStaticData: () => staticData,
		getCredentials: async () => ({ baseUrl: 'https://a.example', apiKey: 'k', authKey: 'k' }),
		logger: { warn: write, error: write },
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IDataObject) => {
				requests += 1;
				return { statusCode: 200, headers: {}, body: answer(options) };
			},
		},
	};
	return { context: context as never, log, staticData, requests: () => requests };
}

test('a list of contacts that repeats one page for ever, and says it has 1e9, is read to an end', async () => {
	const items = Array.from({ length: 20 }, (_, id) => ({
		id,
		created_at: `2026-01-01T00:00:${String(59 - id).padStart(2, '0')}Z`,
	}));
	const { context, requests } = contextOf(() => ({ items, size: 20, pages: 1e9, total: 2e10 }));
	const { state } = await readChannelMessages(context, 'c', undefined);
	expect(Object.keys(state.contacts)).toHaveLength(20);
	expect(requests()).toBeLessThan(200);
});

test('a customer whose state is 100 kB long is saved in a few characters', async () => {
	const result = Array.from({ length: 50 }, (_, id) => ({
		channel: { type: 'w', id: 'c', user_id: String(id) },
		state: `${'x'.repeat(100_000)} ${id}`,
	}));
	const { context } = contextOf(() => ({ status: 200, result }));
	const { state } = await customerState.poll(context, undefined);
	expect(JSON.stringify(state).length).toBeLessThan(5_000);
	const [changed] = result;
	changed.state += '!';
	const { items } = await customerState.poll(context, state);
	expect(items).toHaveLength(1);
});

const states: PollEvent = {
	name: 'States',
	value: 'states',
	description: '',
	...detectChanges({
		scope: () => [],
		fetchSnapshot: async () => ({
			entries: [{ id: 'a' }],
			rules: {
				keyOf: ({ id }) => String(id),
				stateOf: () => 's',
				isChanged: (before, now) => before !== now,
				emitFirstSeen: () => true,
			},
		}),
		simplify: {},
	}),
};
const poll = createPoll(vendor, [states]);

test.each([['x'], [7], [[]], [{ a: { b: 1 } }], [null]])(
	'a stored state %j begins anew, with a line in the log',
	async (damaged) => {
		const { context, staticData, log } = contextOf(() => ({}));
		await poll.call(context);
		const { scope, state } = staticData.lastPoll as IDataObject;
		staticData.lastPoll = { scope, state: damaged } as IDataObject;
		expect(await poll.call(context)).toBeNull();
		expect(staticData.lastPoll).toEqual({ scope, state });
		expect(log).toEqual([
			'The trigger: what the last poll saved cannot be read, so watching begins anew.',
		]);
	},
);

test('a poll that fails names its node first in the log', async () => {
	const broken = { ...states, poll: async () => await Promise.reject(new Error('no credential')) };
	const { context, log } = contextOf(() => ({}));
	await expect(createPoll(vendor, [broken]).call(context)).rejects.toThrow('no credential');
	expect(log).toEqual(['The trigger: no credential']);
});

test.each([
	[undefined],
	[{ watermark: 'x', ids: {} }],
	[{ watermark: null, ids: [] }],
	[{ watermark: null, ids: { a: 'short' } }],
	[{ watermark: null, ids: { '!': '12345678' } }],
])('%j is no memory of entries', (value) => {
	expect(isSeenEntries(value)).toBe(false);
	expect(isChannelState({ seenContacts: value, contacts: {}, lastRead: {} })).toBe(false);
});
