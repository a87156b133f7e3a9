/** What vendors and damaged databases do to a polling trigger. */

import type { IDataObject } from 'n8n-workflow';

import { customerState } from '../../nodes/AnyCom/polling/events';
import { newConversation, updatedConversation } from '../../nodes/NaxonAi/polling/events';
import { isChannelState, readChannelMessages } from '../../nodes/Vardast/polling/channelMessages';
import { newContact, newOrder } from '../../nodes/Vardast/polling/entries';
import { newMessage } from '../../nodes/Vardast/polling/newMessage';
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
		getCredentials: async () => ({
			baseUrl: 'https://a.example',
			apiKey: 'k',
			authKey: 'k',
			authUser: 'u',
			apiToken: 'k',
		}),
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

/** A vendor that has two pages, and gives the second one for every later page too. */
const manyPages = (field: string, { qs }: IDataObject) => {
	const first = Number((qs as IDataObject).page) > 1 ? 20 : 0;
	const entries = Array.from({ length: 20 }, (_, id) => ({
		id: first + id,
		[field]: `2026-01-01T00:00:${String(59 - first - id).padStart(2, '0')}Z`,
	}));
	const counts = { size: 20, pages: 1e9, total: 2e10 };
	const rows = { rows_per_page: 20, total_pages: 1e9, total_rows: 2e10 };
	return { items: entries, data: entries, ...counts, ...rows };
};

test('a list of contacts that repeats one page for ever, and says it has 1e9, is read to an end', async () => {
	const { context, requests } = contextOf((options) => manyPages('created_at', options));
	const { state } = await readChannelMessages(context, 'c', undefined);
	expect([Object.keys(state.contacts).length, requests() < 150]).toEqual([40, true]);
});

test('the messages of one contact are watched anew where the memory of a whole channel was stored', async () => {
	const { context } = contextOf((options) => manyPages('timestamp', options));
	const { state } = await newMessage.poll(context, undefined);
	const ofContact = Object.create(context, {
		getNodeParameter: { value: (name: string) => (name === 'triggerOn' ? 'newMessage' : '7') },
	}) as never;
	const { items, state: watched } = await newMessage.poll(ofContact, state);
	expect([items, isChannelState(watched), newMessage.isState(watched)]).toEqual([[], false, true]);
});

test.each([
	['Vardast: New Order', newOrder, 'created_at'],
	['Vardast: New Contact', newContact, 'created_at'],
	['Vardast: New Message', newMessage, 'timestamp'],
	['Naxon AI: New Conversation', newConversation, 'created_at'],
	['Naxon AI: New or Updated Conversation', updatedConversation, 'updated_at'],
])('%s ends where one page comes again for ever', async (_name, event, field) => {
	const { context, requests } = contextOf((options) => manyPages(field, options));
	const { state } = await event.poll(context, undefined);
	expect(event.isState(JSON.parse(JSON.stringify(state)))).toBe(true);
	expect((await event.poll(context, state)).items).toEqual([]);
	if (event === newMessage) return;
	const { length } = (await event.poll(context, { seen: { watermark: null, ids: {} } })).items;
	expect([length, requests() < 30]).toEqual([40, true]);
});

test.each([
	['oldest first', (id: number) => id],
	['in no order', (id: number) => (id * 7) % 20],
])('a list %s ends where one page comes again for ever', async (_name, second) => {
	const items = Array.from({ length: 20 }, (_, id) => ({
		id,
		created_at: `2026-01-01T00:00:${String(second(id)).padStart(2, '0')}Z`,
	}));
	const { context, requests } = contextOf(() => ({ items, size: 20, pages: 1e9, total: 2e10 }));
	const { state } = await newOrder.poll(context, undefined);
	expect((await newOrder.poll(context, state)).items).toEqual([]);
	expect(requests()).toBeLessThan(100);
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

test.each([
	[{ state: 'x' }],
	[{ state: 7 }],
	[{ state: [] }],
	[{ state: { a: { b: 1 } } }],
	[{ state: null }],
	[{ state: undefined }],
	[{ scope: 7 }],
	['x'],
	[7],
	[[]],
	[null],
])(
	'what was stored is damaged by %j, and watching begins anew, with a line in the log',
	async (damage) => {
		const { context, staticData, log } = contextOf(() => ({}));
		await poll.call(context);
		const { scope, state } = staticData.lastPoll as IDataObject;
		const isPart = typeof damage === 'object' && damage !== null && !Array.isArray(damage);
		staticData.lastPoll = (isPart ? { scope, state, ...damage } : damage) as IDataObject;
		expect(await poll.call(context)).toBeNull();
		expect(staticData.lastPoll).toEqual({ scope, state });
		expect(log).toEqual([
			'The trigger: what the last poll saved cannot be read, so watching begins anew.',
		]);
	},
);

test('a stored time that no calendar has does not stop a poll for ever', async () => {
	const { context, staticData } = contextOf(() => ({ data: [] }));
	const pollConversations = createPoll(vendor, [{ ...newConversation, value: 'states' }]);
	await pollConversations.call(context);
	const { scope, state } = staticData.lastPoll as IDataObject;
	const damaged = { ...(state as IDataObject), seen: { watermark: 1e300, ids: {} } };
	staticData.lastPoll = { scope, state: damaged } as IDataObject;
	expect(await pollConversations.call(context)).toBeNull();
	expect(staticData.lastPoll).toEqual({ scope, state });
});

test('an event that does not exist is reported with the name of its node first', async () => {
	const { context, log } = contextOf(() => ({}));
	await expect(createPoll(vendor, [{ ...states, value: 'other' }]).call(context)).rejects.toThrow();
	expect(log).toEqual(['The trigger: Trigger On has no event "states"']);
});

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
	[{ watermark: 1e300, ids: {} }],
	[{ watermark: '12', ids: {} }],
])('%j is no memory of entries', (value) => {
	expect(isSeenEntries(value)).toBe(false);
	expect(isChannelState({ seenContacts: value, contacts: {}, lastRead: {} })).toBe(false);
});
