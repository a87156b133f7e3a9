/** New messages of Vardast, which lists the messages of one contact only: a poll of a channel reads some of its contacts. */

import { PolledWorkflow } from '../../support/engine/poll';
import type { PollOptions } from '../../support/engine/poll';
import { uuid } from '../../support/sandbox/invent';
import type { RequestRecord } from '../../support/sandbox/types';
import { known } from '../../support/sandbox/vardast';
import type { Contact } from '../../support/sandbox/vardast/state';
import { useVendor } from '../../support/useVendor';
import { byId } from '../../support/vendors/parameters';
import { vardast } from '../../support/vendors/vardast';

// A busy machine takes several times as long as an idle one.
jest.setTimeout(180_000);

const { sandbox, credentialData } = useVendor(vardast);
afterEach(() => jest.restoreAllMocks());

const workflow = (parameters?: PollOptions['parameters'], more?: Partial<PollOptions>) =>
	new PolledWorkflow({
		node: 'vardastTrigger',
		parameters: {
			triggerOn: 'newMessage',
			channel: byId(known.smallChannel.id),
			maxContactsPerPoll: 10,
			...parameters,
		},
		credentials: { vardastApi: credentialData() },
		...more,
	});
/** The contacts of the small channel, the oldest first. */
const contacts = () =>
	sandbox.state.contacts.filter(({ channel_id }) => channel_id === known.smallChannel.id);
/** Adds a message that does not change the entry of its contact. */
const quietly = (contact: Contact, text: string, options?: { at: number }) => {
	const { updated_at } = contact;
	sandbox.happen('newMessage', { contactId: contact.id, text, ...options });
	contact.updated_at = updated_at;
};
const texts = ({ items }: PolledWorkflow) => items.map(({ text }) => text);

test('messages of one contact are read by one request in each poll and chosen by their sender', async () => {
	const [contact] = contacts();
	const parameters = { contact: byId(contact.id) };
	const [theirs, ours, both] = [
		workflow(parameters),
		workflow({ ...parameters, sender: 'channel' }),
		workflow({ ...parameters, sender: 'anyone' }),
	];
	for (const polled of [theirs, ours, both]) await polled.activate();
	sandbox.happen('newMessage', { contactId: contact.id, text: 'سلام', at: Date.now() + 1 });
	sandbox.happen('newMessage', {
		contactId: contact.id,
		text: 'بفرمایید',
		fromContact: false,
		at: Date.now() + 2,
	});
	sandbox.requests.length = 0;
	for (const polled of [theirs, ours, both]) {
		await polled.tick();
		await polled.restart();
	}
	expect(sandbox.requests.map(({ number }) => number)).toEqual(Array(6).fill('V2'));
	expect([theirs, ours, both].map(texts)).toEqual([['سلام'], ['بفرمایید'], ['سلام', 'بفرمایید']]);
	expect(theirs.items).toEqual([
		expect.objectContaining({ event: 'newMessage', contact_id: contact.id, is_output: false }),
	]);
	expect(await ours.test()).toEqual([expect.objectContaining({ text: 'بفرمایید' })]);
});

describe('a trigger on a channel', () => {
	test('reads every contact once when it is activated, with no more than ten requests at a time', async () => {
		const polled = workflow();
		await polled.activate();
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['V3', ...Array(40).fill('V2')]);
		expect(sandbox.maxInFlight).toBeLessThanOrEqual(10);
		await polled.tick();
		expect(sandbox.requests).toHaveLength(41 + 1 + 10);
		expect(polled.items).toEqual([]);
		expect(polled.size).toBeLessThan(40 * 150);
	});

	test('emits a message that changes the entry of its contact in the next poll', async () => {
		const polled = workflow();
		await polled.activate();
		for (const [index, contact] of contacts().slice(3, 9).entries()) {
			sandbox.happen('newMessage', {
				contactId: contact.id,
				text: `message ${index}`,
				at: Date.now() + index,
			});
		}
		await polled.tick();
		await polled.restart();
		expect(texts(polled)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `message ${index}`));
		expect(polled.items[0]).toMatchObject({
			event: 'newMessage',
			contact_id: contacts()[3].id,
			contact_name: contacts()[3].name,
			channel_id: known.smallChannel.id,
		});
	});

	test('emits a message that changes nothing else within the polls that read every contact, also over restarts', async () => {
		const polled = workflow();
		await polled.activate();
		for (const [index, contact] of contacts().entries()) quietly(contact, `message ${index}`);
		for (let polls = 0; polls < 4; polls += 1) await polled.tick();
		expect(texts(polled).sort()).toEqual(
			contacts()
				.map((_contact, index) => `message ${index}`)
				.sort(),
		);
		expect(sandbox.requests).toHaveLength(41 + 4 * 11);
		await polled.restart();
		for (let polls = 0; polls < 4; polls += 1) await polled.tick();
		expect(polled.items).toHaveLength(40);
	});

	test('emits every message of a new contact, and none of another channel', async () => {
		const polled = workflow({ sender: 'anyone', maxContactsPerPoll: 1 });
		await polled.activate();
		sandbox.happen('newContact', { channelId: known.smallChannel.id, name: 'Nasrin' });
		const nasrin = sandbox.state.contacts.at(-1);
		sandbox.happen('newMessage', { contactId: nasrin?.id, text: 'second', at: Date.now() + 1 });
		sandbox.happen('newContact', {
			channelId: known.smallChannel.id,
			name: 'Omid',
			at: Date.now() + 2,
		});
		sandbox.happen('newMessage', { contactId: known.contact.id, text: 'elsewhere' });
		await polled.tick();
		expect(polled.items.map(({ text, contact_name: name }) => [name, text])).toEqual([
			['Nasrin', 'سلام 👋'],
			['Nasrin', 'second'],
		]);
		await polled.restart();
		expect(polled.items.map(({ contact_name: name }) => name)).toEqual([
			'Nasrin',
			'Nasrin',
			'Omid',
		]);
		for (let polls = 0; polls < 3; polls += 1) await polled.tick();
		expect(polled.items).toHaveLength(3);
	});

	test('reads unchanged contacts however many have changed, of which one in five is read, and emits messages beyond the limit of a poll in the next', async () => {
		const polled = workflow();
		await polled.activate();
		const [first, ...others] = contacts();
		for (let index = 0; index < 2_100; index += 1)
			quietly(first, `many ${index}`, { at: Date.now() + index });
		first.updated_at = 'changed';
		for (let polls = 0; polls < 30 && polled.items.length < 2_100 + 39; polls += 1) {
			if (polls === 0) for (const contact of others) quietly(contact, 'quiet');
			for (const contact of others.slice(0, 20)) contact.updated_at = `changed ${polls}`;
			await polled.tick();
		}
		expect(texts(polled).filter((text) => text === 'quiet')).toHaveLength(39);
		expect(texts(polled).filter((text) => text !== 'quiet')).toEqual(
			Array.from({ length: 2_100 }, (_, index) => `many ${index}`),
		);
	});

	test('ignores a contact that is removed during a poll, and emits everything in the next poll after another failure', async () => {
		const polled = workflow();
		await polled.activate();
		const [removed, other] = contacts();
		for (const contact of [removed, other])
			sandbox.happen('newMessage', { contactId: contact.id, text: contact.id });
		sandbox.injectFault({ kind: 'refuse', on: 'V2', status: 500, body: 'busy', times: 1 });
		await polled.tick();
		expect(polled.items).toEqual([]);
		expect(polled.errors[0].message).toBe(
			'Vardast: busy (HTTP 500). The fault is at the vendor: try again later.',
		);
		const remove = ({ number }: RequestRecord) => {
			if (number === 'V2')
				sandbox.state.contacts = sandbox.state.contacts.filter((contact) => contact !== removed);
		};
		sandbox.on('request', remove);
		await polled.tick();
		sandbox.off('request', remove);
		await polled.tick();
		expect(texts(polled)).toEqual([other.id]);
		expect(polled.errors).toHaveLength(1);
	});

	test('leaves contacts for later polls when its activation takes too long, and emits no old messages then', async () => {
		const started = performance.now();
		let calls = 0;
		const polled = workflow();
		jest
			.spyOn(performance, 'now')
			.mockImplementation(() => started + (calls++ > 60 ? 1_000_000 : 0));
		await polled.activate();
		jest.restoreAllMocks();
		const read = sandbox.requestsTo('V2').length;
		expect(read).toBeGreaterThanOrEqual(10);
		expect(read).toBeLessThan(40);
		for (let polls = 0; polls < 4; polls += 1) await polled.tick();
		expect(polled.items).toEqual([]);
		for (const contact of contacts())
			sandbox.happen('newMessage', { contactId: contact.id, text: 'now' });
		for (let polls = 0; polls < 5; polls += 1) await polled.tick();
		expect(polled.items).toHaveLength(40);
	});

	test('reads one contact in each poll for a limit of 0, with contacts without times and an n8n without a time limit for polls', async () => {
		for (const contact of contacts()) {
			Reflect.deleteProperty(contact, 'created_at');
			Reflect.deleteProperty(contact, 'updated_at');
		}
		const polled = workflow({ maxContactsPerPoll: 0 }, { old: true });
		await polled.activate();
		expect(sandbox.requestsTo('V2')).toHaveLength(40);
		quietly(contacts()[7], 'here');
		for (let polls = 0; polls < 40; polls += 1) await polled.tick();
		expect(texts(polled)).toEqual(['here']);
		expect(sandbox.requestsTo('V2')).toHaveLength(80);
	});

	test.each([false, true])(
		'reads the newest 1,000 of more than 1,000 contacts where the list has an order (without an order: %s)',
		async (shuffled) => {
			const [first] = contacts();
			const more = Array.from({ length: 1_100 }, (_, index) => ({
				...first,
				id: uuid(`more ${index}`),
				created_at: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
			}));
			sandbox.state.contacts.push(...more);
			for (const { id: contact } of more) sandbox.state.messages[contact] = [];
			if (shuffled) {
				const rows = sandbox.state.contacts
					.filter((one) => one.channel_id === known.smallChannel.id)
					.sort((a, b) => (a.id < b.id ? -1 : 1));
				const route = vardast.sandbox.routes.find(({ number }) => number === 'V3');
				if (!route) throw new Error('the sandbox has no V3');
				jest.spyOn(route, 'handle').mockImplementation(({ query }) => {
					const page = Number(query.page);
					const size = Number(query.size);
					const items = rows.slice((page - 1) * size, page * size);
					return {
						status: 200,
						body: {
							items,
							total: rows.length,
							page,
							size,
							pages: Math.ceil(rows.length / size),
						},
					};
				});
			}
			const polled = workflow({ maxContactsPerPoll: 100 });
			await polled.activate();
			expect(sandbox.requestsTo('V2')).toHaveLength(1_000);
			expect(polled.size).toBeLessThan(60_000);
			if (shuffled) return;
			quietly(more[1_050], 'newest');
			quietly(first, 'oldest');
			for (let polls = 0; polls < 11; polls += 1) await polled.tick();
			expect(texts(polled)).toEqual(['newest']);
		},
	);

	test('returns a message of any contact in a test in the editor, or nothing', async () => {
		const polled = workflow({ sender: 'anyone' });
		expect(await polled.test()).toEqual([
			expect.objectContaining({
				event: 'newMessage',
				contact_name: expect.any(String),
				text: expect.any(String),
			}),
		]);
		sandbox.state.messages = {};
		expect(await polled.test()).toBeNull();
		expect(polled.stored).toBe('{}');
	});
});
