import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/anyCom';
import { anyCom } from '../../support/vendors/anyCom';
import { byId } from '../../support/vendors/parameters';
import { customers, inviting, sending, texts } from './requests';

const { run, sandbox } = useVendor(anyCom);

describe('parameters', () => {
	const whole = 'must be a whole number';
	const phone = 'must be a phone number with its country code';
	const wrong: Array<[parameters: object, change: object, message: string]> = [
		[sending, { channel: byId('nove') }, `Channel ${whole}`],
		[sending, { channel: byId('31.5') }, `Channel ${whole}`],
		[sending, { customerNumber: byId('1234') }, `Customer Number ${phone}`],
		[sending, { customerNumber: byId('550090000101@g.us') }, `Customer Number ${phone}`],
		[sending, { customerNumber: byId('5500900001015500900001') }, `Customer Number ${phone}`],
		[sending, { flow: '1.5' }, `Flow ${whole}`],
		[sending, { flow: '={{ 9007199254740993 }}' }, `Flow ${whole} of at most 9007199254740991`],
		[sending, { message: '={{ ({ a: 1 }) }}' }, 'Message must be a text'],
		[inviting, { additionalFields: { chatGroup: byId('Vendas') } }, `Chat Group ${whole}`],
		[inviting, { additionalFields: { erpCustomerNumber: 'A-1' } }, `ERP Customer Number ${whole}`],
		[inviting, { additionalFields: { erpTicketNumber: '1e3' } }, `ERP Ticket Number ${whole}`],
		[
			{ resource: 'botService', operation: 'reload', target: 'service' },
			{ targetId: 'x' },
			`Target ID ${whole}`,
		],
		[{ resource: 'botService', operation: 'reload', target: 'service' }, {}, 'Target ID is empty'],
		[
			{ resource: 'botService', operation: 'reload' },
			{ target: '={{ "function" }}' },
			'Target ID is empty',
		],
	];
	test.each(wrong)('a run of %j with %j sends nothing', async (parameters, change, message) => {
		const { error } = await run({ ...parameters, ...change }, { items: texts(1) });
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(sandbox.requests).toHaveLength(0);
	});

	test('one invalid item of three fails alone with Continue on Fail', async () => {
		const items = ['1', 'um', '3'].map((flow) => ({ text: 'Oi', flow }));
		const { items: given } = await run(
			{ ...sending, flow: '={{ $json.flow }}' },
			{ items, continueOnFail: true },
		);
		expect(given.map(({ json }) => json.error ?? json.success)).toEqual([
			true,
			'Flow must be a whole number [item 1]',
			true,
		]);
		expect(
			sandbox.requestsTo<{ args: { flow: number } }>('A6').map(({ body }) => body.args.flow),
		).toEqual([1, 3]);
	});

	test('the target of each item determines whether its ID is sent', async () => {
		const items = [
			{ target: 'all' },
			{ target: 'service', id: 201 },
			{ target: 'macro', id: 201 },
			{ target: 'function', id: 301 },
		];
		const { error } = await run(
			{
				resource: 'botService',
				operation: 'reload',
				target: '={{ $json.target }}',
				targetId: '={{ $json.id }}',
			},
			{ items },
		);
		expect(error).toBeUndefined();
		const sent = sandbox.requestsTo('A10').map(({ body }) => body.args);
		expect(sent).toHaveLength(4);
		expect(sent).toEqual(
			expect.arrayContaining([
				{ target: 'all' },
				{ target: 'service', id: 201 },
				{ target: 'macro' },
				{ target: 'function', id: 301 },
			]),
		);
	});

	test('other operations accept the output of Get Many', async () => {
		const found = await run({ ...customers, limit: 1 });
		const items = found.items.map(({ json }) => ({ ...json, text: 'Oi' }));
		const who = { channel: byId('={{ $json.channelId }}'), customer: byId('={{ $json.userId }}') };
		const states = await run(
			{ resource: 'customer', operation: 'modifyState', ...who, newState: 'done' },
			{ items },
		);
		expect(states.items[0].json).toEqual({
			success: true,
			message: `State of channel whatsapp/31/${known.onBot} changed to done`,
		});
		const sent = await run(
			{ ...sending, ...who, customerNumber: byId('={{ $json.userId }}') },
			{ items },
		);
		expect(sent.error).toBeUndefined();
		expect(sandbox.state.sent).toMatchObject([{ user: known.onBotNumber, message: 'Oi' }]);
	});
});
