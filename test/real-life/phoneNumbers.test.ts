/** Phone numbers as people type them, as sheets keep them and as WhatsApp writes them: the right person, or an error. */

import { parsePhoneNumber } from '../../nodes/shared/operations/phoneNumber';
import { toTarget } from '../../nodes/Selarti/fields';
import { known } from '../support/sandbox/anyCom';
import { byId } from '../support/vendors/parameters';
import { anyCom } from '../support/vendors/anyCom';
import { useVendor } from '../support/useVendor';

const { run, sandbox } = useVendor(anyCom);

const sending = {
	resource: 'message',
	operation: 'send',
	channel: byId(known.channel),
	flow: '1',
	message: 'Oi',
};

describe('a number with its country code is read', () => {
	// https://github.com/glific/glific/issues/4815, https://github.com/jackocnr/intl-tel-input/issues/2105
	test.each<[how: string, typed: unknown, digits: string]>([
		['with the usual marks between its digits', '+55 (44) 3232-86.68', '554432328668'],
		['as a number', 554432328668, '554432328668'],
		['with its country code in parentheses', '(+55) 44 3232-8668', '554432328668'],
		['with 00 for the plus', '0055 44 3232 8668', '554432328668'],
		['with 00 apart for the plus', '00 44 20 7946 0958', '442079460958'],
		['with the "(0)" of British cards', '+44 (0) 20 7946 0958', '442079460958'],
		['with the "(0)" of German cards', '0049(0)30 1234567', '49301234567'],
		[
			'copied from contacts, in invisible marks of direction',
			'\u202a+55 44 3232-8668\u202c',
			'554432328668',
		],
		['with a zero-width space inside', '+55 44\u200b 3232-8668', '554432328668'],
		['in Persian digits', '+۵۵۴۴۳۲۳۲۸۶۶۸', '554432328668'],
		['in Arabic digits', '+٥٥ ٤٤ ٣٢٣٢٨٦٦٨', '554432328668'],
		['in full-width characters', '＋５５４４３２３２８６６８', '554432328668'],
		['with hyphens that do not break', '+55\u201144 3232\u20118668', '554432328668'],
		['with dashes and minus signs', '+55 44–3232\u22128668', '554432328668'],
		['with narrow and non-breaking spaces', '+55\u00a044\u202f3232 8668', '554432328668'],
		['as WhatsApp names it', '554432328668@c.us', '554432328668'],
		['as WhatsApp Web libraries name it', '554432328668@s.whatsapp.net', '554432328668'],
		['as WhatsApp names one of its devices', '554432328668:12@s.whatsapp.net', '554432328668'],
		['as Twilio writes it', 'whatsapp:+14155238886', '14155238886'],
		['as a link', 'tel:+1-415-523-8886', '14155238886'],
		['whose 0 is dialed from abroad too', '+39 06 698 1234', '39066981234'],
		['whose 0 is dialed from abroad too, without a gap', '390669812345', '390669812345'],
		['of Tokelau, whose numbers are short', '+690 7290', '6907290'],
		['of Micronesia', '+691 350 1234', '6913501234'],
		['of the Marshall Islands', '+692 235 1234', '6922351234'],
		['of Kazakhstan', '+7 727 123 4567', '77271234567'],
		['of the Ivory Coast, where all begin with 0', '+225 07 08 09 10 11', '2250708091011'],
	])('%s: %j', (_how, typed, digits) => {
		expect(parsePhoneNumber(typed)).toBe(digits);
	});
});

describe('a number that could be a stranger’s is refused', () => {
	const code = 'a phone number with its country code';
	const first = `${code} first, e.g. +55 11 98765-4321`;
	const zero = `${code}, without the 0 after it if that is not dialed from abroad`;
	// https://github.com/dograh-hq/dograh/pull/757
	test.each<[why: string, typed: unknown, problem: string]>([
		['with the 0 of a call inside Brazil', '(011) 98765-4321', first],
		['with the 0 of a call inside Iran', '09121234567', first],
		['with the 0 in Persian digits', '۰۹۱۲۱۲۳۴۵۶۷', first],
		['with a 0 after the plus', '+0 44 32328668', first],
		['with the 8 of a call inside Russia', '8 (912) 345-67-89', first],
		['with the 8 and no gap', '89123456789', first],
		['with an area code at its start', '(11) 98765-4321', first],
		['with an area code of the United States', '(212) 555-1234', first],
		['with a 0 too many after the country code', '+98 0912 123 4567', zero],
		['with a 0 too many and no gap', '+9809121234567', zero],
		['with a 0 too many, no plus and no gap', '55011987654321', zero],
		['with the area code of a call inside Brazil', '11987654321', first],
		['with neither 0 nor country code in Iran', '9121234567', first],
		['with neither in Uzbekistan', '901234567', first],
		['with a country code that nobody has', '+210 123 456 789', first],
		['with 011 for the plus, as dialed in the United States', '011 44 20 7946 0958', first],
		['with the 0 inside the area code', '+55 (011) 98765-4321', zero],
		['with "(0)" where it may belong to the number', '+39 (0) 6 698 1234', zero],
		['that is a fraction', 5544323286.5, `${code}, without a fraction`],
		['that a table made a decimal', '998901234567.0', `${code}, without a fraction`],
		['that is below zero', -554432328668, code],
		['that is none', NaN, code],
		['that is a truth value', true, code],
		['that are two', '+55 44 3232-8668\n+55 44 3232-8669', code],
		['that are two beside each other', '+55 44 3232-8668 / 8669', code],
		['with an extension', '+1 415 523 8886 x5', code],
		['of a group', '554432328668@g.us', code],
		['that is too short', '1234', code],
		['that is too long', '1234567890123456', code],
		['of ten thousand blanks', ' '.repeat(10_000), code],
		['of ten thousand hyphens', `5${'-'.repeat(10_000)}5`, code],
	])('%s: %j', (_why, typed, problem) => {
		expect(() => parsePhoneNumber(typed)).toThrow(new Error(problem));
	});
});

test('nobody gets a message for a number without its country code', async () => {
	const { error } = await run({ ...sending, customerNumber: byId('(011) 98765-4321') });
	expect(error?.message).toBe(
		'Customer Number must be a phone number with its country code first, e.g. +55 11 98765-4321 [item 0]',
	);
	expect(sandbox.requests).toHaveLength(0);
});

test('other numbers are typed in the digits of any script too', async () => {
	const { error } = await run({
		...sending,
		flow: '\u200f۱ ',
		channel: byId(`\u202a${known.channel}`),
		customerNumber: byId(`${known.onBotNumber}@s.whatsapp.net`),
	});
	expect(error).toBeUndefined();
	expect(sandbox.requestsTo<{ args: object }>('A6')[0].body.args).toMatchObject({
		chan_id: Number(known.channel),
		flow: 1,
		user: Number(known.onBotNumber),
	});
});

describe('a target of Selarti', () => {
	test.each<[typed: unknown, sent: string]>([
		['@username', '@username'],
		['123456789', '123456789'],
		['-100123456789', '-100123456789'],
		['+998 90 123-45-67', '+998901234567'],
		['۹۹۸۹۰۱۲۳۴۵۶۷', '998901234567'],
		['998901234567@s.whatsapp.net', '998901234567'],
		['\u202a998901234567\u202c', '998901234567'],
		[998901234567, '998901234567'],
	])('%j is sent as %j', (typed, sent) => {
		expect(toTarget(typed, 'UTC')).toBe(sent);
	});

	test('without its country code is refused', () => {
		expect(() => toTarget('0901234567', 'UTC')).toThrow(
			'a phone number with its country code first',
		);
	});
});
