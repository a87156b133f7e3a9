/** Values as spreadsheets and their exports write them, in the fields of an operation. */

import { useSelarti } from '../integration/selarti/useSelarti';
import { known as anyComKnown } from '../support/sandbox/anyCom';
import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { byId } from '../support/vendors/parameters';

const { run, sandbox } = useSelarti();
const whatsApp = useVendor(anyCom);

const number = String(anyComKnown.onBotNumber);
const [head, tail] = [number.slice(0, 2), number.slice(2)];
const sending = {
	resource: 'message',
	operation: 'send',
	channel: byId(anyComKnown.channel),
	customerNumber: byId('={{ $json.phone }}'),
	flow: '1',
	message: 'Olá',
};
const adding = {
	resource: 'target',
	operation: 'add',
	task: byId(known.task),
	targets: '={{ $json.target }}',
};
const texting = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: '={{ $json.text }}',
	messageType: 'bot',
};

/** The numbers that messages went to, and the error. */
const sendTo = async (phone: unknown) => {
	const { error } = await whatsApp.run(sending, { items: [{ phone }] });
	const users = whatsApp.sandbox
		.requestsTo<{ args: { user: number } }>('A6')
		.map(({ body }) => body.args.user);
	return { users, error: error?.message };
};
/** The targets that were added, and the error. */
const addTarget = async (target: unknown) => {
	const { error } = await run(adding, { items: [{ target }] });
	return {
		targets: sandbox.requestsTo('S15').map(({ body }) => body.target),
		error: error?.message,
	};
};
/** The texts that were sent, and the error. */
const sendText = async (item: object) => {
	const { error } = await run(texting, { items: [{ thread: known.thread, ...item }] });
	return { sent: sandbox.requestsTo('S11').map(({ body }) => body.message), error: error?.message };
};

// https://github.com/alphagov/notifications-admin/pull/4124, https://github.com/SpartnerNL/Laravel-Excel/issues/1789
describe('a number that a sheet has rounded', () => {
	test.each([
		['5.59E+12'],
		['5,59E+12'],
		['4.479e+11'],
		[5.59e12],
		[5_544_320_000_000],
		[4.479e11],
	])('is nobody’s phone number: %j', async (phone) => {
		const problem = `must be a number with all its digits, not ${phone}, as a sheet rounds it: give its column the format Text [item 0]`;
		expect(await sendTo(phone)).toEqual({ users: [], error: `Customer Number ${problem}` });
		expect(await addTarget(phone)).toEqual({ targets: [], error: `Targets ${problem}` });
		expect(await addTarget([phone])).toEqual({ targets: [], error: `Targets ${problem}` });
	});

	test('is no ID of a thread', async () => {
		const { sent, error } = await sendText({ thread: '7.61592E+18', text: 'Hello' });
		expect(sent).toEqual([]);
		expect(error).toMatch(/^Thread must be a number with all its digits, not 7\.61592E\+18/);
	});

	test('an ID with an E in it is an ID', async () => {
		const { error } = await sendText({ thread: '7e10', text: 'Hello' });
		expect(error).toMatch(/Thread 7e10 does not exist/);
	});

	test('a number with zeros at its end is sent when it comes as text, or has other digits', async () => {
		await addTarget(`+${head} 11 4000 0000`);
		await addTarget('998711000000');
		await addTarget(998_711_500_000);
		const { targets } = await addTarget(1e8);
		expect(targets).toEqual([`+${head}1140000000`, '998711000000', '998711500000', '100000000']);
	});
});

// https://github.com/avniproject/avni-server/issues/695, https://github.com/iris-connect/iris-client/issues/443
describe('a phone number that an export keeps a text', () => {
	test.each([
		[`'+${head} ${tail}`],
		[`’+${head} ${tail}`],
		[`'+${head} ${tail}'`],
		[`="+${head} ${tail}"`],
		[`"+${head} ${tail}"`],
		[` '+${head} ${tail} `],
		[`\t+${head} ${tail}`],
		[`https://wa.me/${head}${tail}`],
	])('is the number without the mark: %j', async (phone) => {
		expect(await sendTo(phone)).toEqual({ users: [Number(number)], error: undefined });
		const { targets } = await addTarget(phone);
		expect(targets.map((target) => String(target).replace('+', ''))).toEqual([number]);
	});

	test('a date keeps its day, and a switch its meaning', async () => {
		const { error } = await run({
			resource: 'message',
			operation: 'getAll',
			thread: byId(known.thread),
			returnAll: "'TRUE",
			filters: { startDate: "'2026-01-02" },
		});
		expect(error).toBeUndefined();
		const [{ query }] = sandbox.requestsTo('S6');
		expect(Number(query.start_date)).toBe(Date.UTC(2026, 0, 1, 19));
	});
});

// https://github.com/avniproject/avni-server/issues/695, https://github.com/iris-connect/iris-client/issues/443
describe('a cell with more in it than a number', () => {
	test.each([
		[`+${head} ${tail} ext. 12`],
		[`+${head} ${tail} (WhatsApp)`],
		[`+${head} ${tail} / +${head} ${tail}`],
		[`${head} ${tail} or mail`],
		['+1-800-FLOWERS'],
		['+'],
	])('writes to nobody: %j', async (phone) => {
		const { users, error } = await sendTo(phone);
		expect(users).toEqual([]);
		expect(error).toMatch(/^Customer Number must be a phone number with its country code/);
		const added = await addTarget(phone);
		expect(added.targets).toEqual([]);
		expect(added.error).toMatch(/^Targets must be a phone number with its country code/);
	});

	test.each([
		['5,544,323,286'],
		[' 5,544,323 '],
		['+1-212-555-0100;ext=5'],
		['tel:+12125550100; EXT=5'],
	])('is not taken apart into several targets: %j', async (target) => {
		expect(await addTarget(target)).toEqual({
			targets: [],
			error:
				'Targets must be one target a line, a phone number without commas and extension [item 0]',
		});
	});

	test('lists of targets stay lists, and usernames and IDs stay as they are', async () => {
		await addTarget('998901234567,998901234568');
		await addTarget('@larissa, 777000, t.me/someone');
		const { targets } = await addTarget(['1732115940000x12', 'a-b_c.d']);
		expect(targets).toEqual([
			'998901234567\n998901234568',
			'@larissa\n777000\nt.me/someone',
			'1732115940000x12\na-b_c.d',
		]);
	});
});

// https://github.com/colearendt/xlsx/issues/7, https://github.com/EPPlusSoftware/EPPlus/issues/1729
describe('the error of a formula', () => {
	test.each([
		['#N/A'],
		['#REF!'],
		[' #VALUE! '],
		['#NAME?'],
		['#DIV/0!'],
		['#Н/Д'],
		['#NÚM!'],
		['#ERROR!'],
	])('reaches no customer as a message: %j', async (text) => {
		expect(await sendText({ text })).toEqual({
			sent: [],
			error: `Message must be a text, not ${text.trim()}, by which a sheet says that a formula failed [item 0]`,
		});
	});

	test('is no target and no thread', async () => {
		expect((await addTarget('#N/A')).error).toMatch(/^Targets must be a text, not #N\/A/);
		expect((await addTarget(['@larissa', '#REF!'])).error).toMatch(/^Targets must be a text/);
		expect((await sendText({ thread: '#N/A', text: 'Hello' })).error).toMatch(/^Thread must be/);
		expect(sandbox.requestsTo('S15')).toEqual([]);
	});

	test('a message about such an error, or a hashtag, is a message', async () => {
		await sendText({ text: 'Your sheet shows #N/A in B2.' });
		expect(await sendText({ text: '#SALE!' })).toEqual({
			sent: ['Your sheet shows #N/A in B2.', '#SALE!'],
			error: undefined,
		});
	});
});
