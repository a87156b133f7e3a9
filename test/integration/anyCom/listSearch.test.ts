import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/anyCom';
import { anyCom } from '../../support/vendors/anyCom';
import { byId } from '../../support/vendors/parameters';

const { sandbox, search } = useVendor(anyCom);

/** The customers in the state `done`. */
const done = sandbox.vendor
	.seed()
	.customers.filter(({ state }) => state === 'done')
	.map(({ channel }) => channel.user_id);
const connecting = { resource: 'chat', operation: 'connect' };
const sending = { resource: 'message', operation: 'send' };
const inviting = { resource: 'chat', operation: 'invite' };

describe('list search', () => {
	test('searchChannels returns the channels that have an ID', async () => {
		expect(await search('searchChannels', { parameters: connecting })).toEqual({
			results: [
				{ name: 'whatsapp 31 (UP)', value: '31' },
				{ name: 'whatsapp 32 (DOWN)', value: '32' },
			],
		});
	});

	const filters: Array<[chosen: object, count: number, title: string]> = [
		[{}, known.customers - 1, 'those of all channels, each once'],
		[
			{ channel: byId('={{ $json.channel }}') },
			known.customers - 1,
			'those of all channels while the channel is an expression',
		],
		[{ channel: byId(31) }, 20, 'those of the chosen channel'],
		[{ channel: byId(32) }, 5, 'those of another channel'],
		[{ channel: byId(99) }, 0, 'those of a channel without customers'],
	];
	test.each(filters)(
		'the lists of customers with %j have %i entries: %s',
		async (chosen, count) => {
			const { results } = await search('searchCustomers', {
				parameters: { ...connecting, ...chosen },
			});
			expect(results).toHaveLength(count);
			const numbers = await search('searchCustomerNumbers', {
				parameters: { ...sending, ...chosen },
			});
			expect(numbers.results.map(({ value }) => `${value}@c.us`)).toEqual(
				results.map(({ value }) => value),
			);
		},
	);

	test('the lists of customers show names, numbers and states, and return the values that AnyCom takes', async () => {
		const entry = {
			name: `Padaria São João (${known.onBotNumber})`,
			description: 'on_bot, channel 31',
		};
		expect((await search('searchCustomers', { parameters: connecting })).results[0]).toEqual({
			...entry,
			value: known.onBot,
		});
		expect((await search('searchCustomerNumbers', { parameters: sending })).results[0]).toEqual({
			...entry,
			value: String(known.onBotNumber),
		});
	});

	test.each([
		['PADARIA', [known.onBot]],
		['0000103', ['550090000103@c.us']],
		['done', done],
		['nobody', []],
	])('searchCustomers finds the customers that match %s', async (filter, values) => {
		const { results } = await search('searchCustomers', { parameters: connecting, filter });
		expect(results.map(({ value }) => value)).toEqual(values);
	});

	test('the lists of customers handle records without a name or a number', async () => {
		const result = [
			{ channel: { user_id: '5500-11@g.us', id: 31 } },
			{ user_name: 'Sem canal' },
			{ user_name: 'Íris', channel: { user_id: '550090000777@c.us' } },
		];
		sandbox.injectFault({ kind: 'answer', on: 'A1', body: { status: 200, result } });
		const customers = await search('searchCustomers', { parameters: connecting });
		expect(customers.results.map(({ name, value }) => [name, value])).toEqual([
			['(5500-11)', '5500-11@g.us'],
			['Íris (550090000777)', '550090000777@c.us'],
		]);
		const numbers = await search('searchCustomerNumbers', { parameters: sending });
		expect(numbers.results.map(({ value }) => value)).toEqual(['550090000777']);
	});

	test('searchAttendants returns names with the group', async () => {
		const { results } = await search('searchAttendants', { parameters: connecting });
		expect(results.map(({ value }) => value)).toEqual(known.attendants);
		expect(results[2]).toEqual({ name: 'Надежда', value: 'nadejda', description: 'Сервис' });
		sandbox.injectFault({
			kind: 'answer',
			on: 'A18',
			body: { status: 200, result: [{ chat_user: 'yara' }, { chat_user_name: 'Ninguém' }] },
		});
		expect(await search('searchAttendants', { parameters: connecting })).toEqual({
			results: [{ name: 'yara', value: 'yara', description: '' }],
		});
	});

	test('searchChatGroups collects the groups of customers, attendants and waiting chats', async () => {
		const { results } = await search('searchChatGroups', { parameters: inviting });
		expect([...results].sort((a, b) => Number(a.value) - Number(b.value))).toEqual([
			{ name: 'Atendimento', value: '21' },
			{ name: 'Financeiro', value: '22' },
			{ name: 'Сервис', value: '23' },
		]);
		const channel = { type: 'whatsapp', id: 31 };
		for (const [on, result] of [
			[
				'A1',
				[
					{ channel, chat: { group: { id: 5, name: 'De um cliente' } } },
					{ channel, chat: { group: { id: 0, name: '' } } },
					{ channel },
				],
			],
			[
				'A18',
				[
					{ chat_user: 'a', group: { id: 6, name: 'De um atendente', alternative_groups: [5, 8] } },
					{ chat_user: 'b', group: { id: 9 } },
				],
			],
			['A19', [{ channel, chat: { group: { id: 7, name: 'De quem espera' } } }]],
		] as Array<[string, object[]]>) {
			sandbox.injectFault({ kind: 'answer', on, body: { status: 200, result } });
		}
		const derived = await search('searchChatGroups', { parameters: inviting });
		expect(derived.results.map(({ name, value }) => `${value} ${name}`).sort()).toEqual([
			'5 De um cliente',
			'6 De um atendente',
			'7 De quem espera',
			'8 Group 8',
			'9 Group 9',
		]);
	});

	test.each([true, false])(
		'each list is empty when there are no records (as HTTP 204: %j)',
		async (emptyAs204) => {
			Object.assign(sandbox.state, { emptyAs204, customers: [], attendants: [], awaiting: [] });
			for (const method of [
				'searchCustomers',
				'searchCustomerNumbers',
				'searchAttendants',
				'searchChatGroups',
			]) {
				expect(await search(method, { parameters: connecting })).toEqual({ results: [] });
			}
		},
	);

	test.each([
		'searchChannels',
		'searchCustomers',
		'searchCustomerNumbers',
		'searchAttendants',
		'searchChatGroups',
	])('%s shows the message of AnyCom when it fails', async (method) => {
		sandbox.state.httpStatusAlways200 = true;
		await expect(
			search(method, { parameters: connecting, credential: { authKey: 'wrong-key-0042' } }),
		).rejects.toThrow(
			'AnyCom: Unauthorized! The authentication key does not exist or is not active (HTTP 401). Check the credential, and renew its key if it was changed.',
		);
	});
});
