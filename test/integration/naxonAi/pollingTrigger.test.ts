import * as fc from 'fast-check';

import { PolledWorkflow } from '../../support/engine/poll';
import type { PollOptions } from '../../support/engine/poll';
import { known } from '../../support/sandbox/naxonAi';
import { useVendor } from '../../support/useVendor';
import { naxonAi } from '../../support/vendors/naxonAi';
import { byId } from '../../support/vendors/parameters';

const { sandbox, credentialData } = useVendor(naxonAi);

const workflow = (parameters: PollOptions['parameters'], more?: Partial<PollOptions>) =>
	new PolledWorkflow({
		node: 'naxonAiPollingTrigger',
		parameters,
		credentials: { naxonAiApi: credentialData() },
		...more,
	});
const created = { triggerOn: 'newConversation' };
const updated = { triggerOn: 'updatedConversation' };
const NOW = Date.UTC(2026, 5, 1, 12);
const texts = ({ items }: PolledWorkflow) =>
	items.map(({ mostRecentMessage }) => mostRecentMessage);

test.each([false, true])(
	'new conversations are emitted once, from lists filtered by their time (durable cursors: %s)',
	async (durable) => {
		const polled = workflow(created, { durable });
		await polled.activate();
		await polled.tick();
		sandbox.requests.length = 0;
		sandbox.happen('newConversation', { message: 'first', at: NOW });
		await polled.tick();
		sandbox.happen('newConversation', { message: 'same second', at: NOW });
		sandbox.happen('newMessage', { conversationId: known.newestConversation, at: NOW + 1000 });
		await polled.tick();
		await polled.restart();
		expect(polled.errors).toEqual([]);
		expect(texts(polled)).toEqual(['first', 'same second']);
		expect(polled.items[0]).toEqual({
			event: 'newConversation',
			id: expect.any(Number),
			modelId: known.model.id,
			modelName: known.model.name,
			platform: 'web',
			platformUserId: 'v-newcomer',
			mostRecentMessage: 'first',
			mostRecentMessageSender: 'user',
			mostRecentMessageCreatedAt: '2026-06-01T12:00:00.000Z',
			createdAt: '2026-06-01T12:00:00.000Z',
			updatedAt: '2026-06-01T12:00:00.000Z',
		});
		expect(
			sandbox.requests.map(({ number, query }) => [
				number,
				query.sort,
				/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/.test(query.since),
			]),
		).toEqual(Array(3).fill(['N4', 'created_at', true]));
		expect(polled.size).toBeLessThan(2_000);
	},
);

test('a conversation is emitted after each new message, in the same second too, and not twice for one message', async () => {
	const polled = workflow(updated);
	await polled.activate();
	expect(sandbox.requests.map(({ query }) => query.sort)).toEqual(['updated_at']);
	sandbox.happen('newMessage', { conversationId: known.longConversation, message: 'one', at: NOW });
	await polled.tick();
	sandbox.happen('newMessage', { conversationId: known.longConversation, message: 'two', at: NOW });
	await polled.tick();
	await polled.restart();
	sandbox.happen('newMessage', {
		conversationId: known.longConversation,
		message: 'three',
		at: NOW + 5000,
	});
	sandbox.happen('newMessage', {
		conversationId: known.longConversation,
		message: 'four',
		at: NOW + 6000,
	});
	sandbox.happen('newConversation', { message: 'begun', at: NOW + 6000 });
	await polled.tick();
	await polled.tick();
	expect(texts(polled)).toEqual(['one', 'two', 'four', 'begun']);
	expect(polled.items.slice(0, 3).map(({ event, id }) => [event, id])).toEqual(
		Array(3).fill(['updatedConversation', known.longConversation]),
	);
});

test('a conversation without messages is emitted, and again after its first message', async () => {
	const polled = workflow(updated);
	await polled.activate();
	sandbox.happen('newConversation', { at: NOW });
	Object.assign(sandbox.state.conversations.at(-1) ?? {}, { messages: [] });
	await polled.tick();
	sandbox.happen('newMessage', { message: 'said', at: NOW });
	await polled.tick();
	await polled.tick();
	expect(texts(polled)).toEqual([undefined, 'said']);
});

test('conversations of one model are emitted as the vendor returns them without Simplify', async () => {
	const other = known.emptyModel.id;
	const polled = workflow({
		...created,
		simplify: false,
		model: byId(other),
	});
	await polled.activate();
	sandbox.happen('newConversation', { message: 'elsewhere', at: NOW });
	sandbox.happen('newConversation', { message: 'here', modelId: other, at: NOW });
	await polled.tick();
	await polled.tick();
	expect(polled.items).toEqual([
		expect.objectContaining({
			event: 'newConversation',
			model_id: other,
			most_recent_message: expect.objectContaining({ message: 'here' }),
			created_at: '2026-06-01T19:00:00+0700',
		}),
	]);
	expect(sandbox.requests.map(({ path }) => path)).toEqual(
		Array(3).fill(`/models/${other}/conversations`),
	);
});

test('a test in the editor returns the newest conversation, or nothing', async () => {
	expect(await workflow(created).test()).toEqual([
		expect.objectContaining({ event: 'newConversation', id: known.newestConversation }),
	]);
	expect(await workflow(updated).test()).toEqual([
		expect.objectContaining({ event: 'updatedConversation', id: known.revivedConversation }),
	]);
	sandbox.state.conversations = [];
	expect(await workflow(updated).test()).toBeNull();
});

test('10,000 new conversations are emitted page by page, once each', async () => {
	const polled = workflow(created);
	await polled.activate();
	for (let index = 0; index < 10_000; index += 1)
		sandbox.happen('newConversation', { at: NOW + (index >> 2) * 1000 });
	for (let polls = 0; polls < 8; polls += 1) {
		await polled.tick();
		expect(polled.size).toBeLessThan(3_000);
	}
	expect(polled.errors).toEqual([]);
	expect(polled.items).toHaveLength(10_000);
	expect(new Set(polled.items.map(({ id }) => id)).size).toBe(10_000);
	expect(Math.max(...polled.executions.map((items) => items.length))).toBeLessThanOrEqual(2_000);
}, 120_000);

test('each update is emitted once where pages are small and change while they are read, over faults and restarts', async () => {
	/** A message, by the position of its conversation from the end, or a new conversation for 0; `later` in seconds. */
	interface Event {
		of: number;
		later: number;
	}
	interface Step {
		events?: Event[];
		restart?: boolean;
		/** After how many requests of a poll the vendor fails. */
		fault?: number;
		/** What happens at each request of a poll. */
		during?: Event[];
	}
	const event: fc.Arbitrary<Event> = fc.record({ of: fc.nat(12), later: fc.nat(2) });
	const step: fc.Arbitrary<Step> = fc.oneof(
		{
			weight: 3,
			arbitrary: fc.record({ events: fc.array(event, { minLength: 1, maxLength: 40 }) }),
		},
		{
			weight: 4,
			arbitrary: fc.record({
				fault: fc.option(fc.nat(6), { nil: undefined }),
				during: fc.array(event, { maxLength: 6 }),
			}),
		},
		{ weight: 1, arbitrary: fc.constant({ restart: true }) },
	);
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.constantFrom(10, 100),
			fc.array(step, { maxLength: 8 }),
			async (durable, size, steps) => {
				sandbox.reset();
				sandbox.state.maxPerPage = size;
				let now = NOW;
				let said = 0;
				const act = ({ of, later }: Event) => {
					now += later * 1000;
					const conversation = sandbox.state.conversations.at(-of);
					if (of === 0)
						sandbox.happen('newConversation', { message: `message ${++said}`, at: now });
					else
						sandbox.happen('newMessage', {
							conversationId: conversation?.id,
							message: `message ${++said}`,
							at: now,
						});
				};
				const polled = workflow(updated, { durable });
				await polled.activate();
				await polled.tick();
				for (const { events = [], restart, fault, during } of steps) {
					events.forEach(act);
					if (restart) await polled.restart();
					if (!during) continue;
					if (fault !== undefined)
						sandbox.injectFault({ kind: 'cutBefore', times: 4, after: fault });
					const onRequest = () => during.splice(0, 1).forEach(act);
					sandbox.on('request', onRequest);
					await polled.tick();
					sandbox.off('request', onRequest);
					sandbox.faults.length = 0;
				}
				for (let polls = 0; polls < 3; polls += 1) await polled.tick();
				const emitted = texts(polled);
				expect(new Set(emitted).size).toBe(emitted.length);
				const last = sandbox.state.conversations
					.map(({ messages }) => messages.at(-1)?.message ?? '')
					.filter((text) => text.startsWith('message '));
				expect(last.filter((text) => !emitted.includes(text))).toEqual([]);
				expect(emitted.filter((text) => !String(text).startsWith('message '))).toEqual([]);
			},
		),
		{ numRuns: Number(process.env.ENGINE_RUNS ?? 40) },
	);
}, 300_000);
