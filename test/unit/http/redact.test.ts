import { cutText, readText, redact } from '../../../nodes/shared/http/redact';
import { quotedForms } from '../../support/quotedForms';

const key = 'sk_live_4Ü/7 "9\\b+<Z>';
const message = 'Dear Nodira & Co,\nyour "parcel" n°5 <b>waits</b> at 5 %\\day: آدرس 🙂';

const forms = Object.entries(quotedForms);

describe('a value is hidden in the forms in which servers quote', () => {
	test.each(forms)('%s', (_name, write) => {
		const shown = redact(`no: "${write(key)}" and (${write(message)}) are wrong`, {
			redacted: [key],
			sentTexts: [message],
		});
		expect(shown).toBe('no: "[hidden]" and ([hidden]) are wrong');
	});

	test.each(forms)('%s, where it is cut off', (_name, write) => {
		const [ofKey, ofMessage] = [write(key.slice(0, 12)), write(message.slice(0, 30))];
		for (const [text, expected] of [
			[`no: ${ofKey} and`, 'no: [hidden] and'],
			[`no: ${ofKey}`, 'no: [hidden]'],
			[`no: ${ofMessage}`, 'no: [hidden]'],
			[`no: ${ofMessage}...`, 'no: [hidden]...'],
			[`no: ${ofMessage}…`, 'no: [hidden]…'],
			[`no: '${ofMessage}' is`, "no: '[hidden]' is"],
			[`no: ${ofMessage} (cut)`, 'no: [hidden] (cut)'],
			[`no: ${ofMessage}\ufffd more`, 'no: [hidden]\ufffd more'],
			[`no: ${ofMessage}; more`, 'no: [hidden]; more'],
			[`no: ${ofMessage}: more`, 'no: [hidden]: more'],
		])
			expect(redact(text, { redacted: [key], sentTexts: [message] })).toBe(expected);
	});
});

describe('a secret is hidden at any length', () => {
	test.each<[name: string, text: string, values: string[] | undefined, expected: string]>([
		['a long value anywhere', 'key=abcdefgh&x', ['abcdefgh'], 'key=[hidden]&x'],
		['a value of six characters anywhere', 'x123456y', ['123456'], 'x[hidden]y'],
		['a value of seven characters anywhere', 'x1234567y', ['1234567'], 'x[hidden]y'],
		[
			'a short value only where it stands alone',
			'code 123, not 1234 or ab123',
			['123'],
			'code [hidden], not 1234 or ab123',
		],
		['a short value at the ends', '123 is 123', ['123'], '[hidden] is [hidden]'],
		['a short value in another line', 'no\\n123\\nyes', ['123'], 'no\\n[hidden]\\nyes'],
		[
			'no part of a word in any script',
			'12345 123456 a12345b ä12345',
			['12345'],
			'[hidden] 123456 a12345b ä12345',
		],
		['a short value with special characters', '1.3 1a3 (1.3)', ['1.3'], '[hidden] 1a3 ([hidden])'],
		[
			'values that overlap once',
			'abcdef and abcdefgh',
			['abcdef', 'abcdefgh'],
			'[hidden] and [hidden]',
		],
		['the end of a value', 'ends with …cdefghi7', ['abcdefghi7'], 'ends with …[hidden]'],
		['the middle of a value', 'has bcd7fghi in it', ['abcd7fghij'], 'has [hidden] in it'],
		['no part of seven characters', 'abcd7fg', ['abcd7fghij'], 'abcd7fg'],
		[
			'no word that is part of a value',
			'Customer has none',
			['customer-key-1'],
			'Customer has none',
		],
		['twelve letters of a value', 'abcdefghijkl', ['abcdefghijklmn'], '[hidden]'],
		['eleven letters that are all of a value', 'xabcdefghijky', ['abcdefghijk'], 'x[hidden]y'],
		['hexadecimal digits in other case', 'DEADBEEF01', ['deadbeef01'], '[hidden]'],
		['letters that are two in lower case', 'İİİİİİİİ', ['İİİİİİİİ'], '[hidden]'],
		['HTML names', 'caf&eacute;&nbsp;n&deg;&period;1', ['café n°.1'], '[hidden]'],
		['what JavaScript escapes', 'caf%u00E9%20123', ['café 123'], '[hidden]'],
		[
			'nothing that only looks encoded',
			'&nosuchname; &#99999999; %zz \\',
			['abcdef'],
			'&nosuchname; &#99999999; %zz \\',
		],
		[
			'a value after a code that no character has',
			'&#1114112;abcdef',
			['abcdef'],
			'&#1114112;[hidden]',
		],
		['nothing for an empty value', 'nothing', [''], 'nothing'],
		['nothing without values', 'plain', undefined, 'plain'],
		['nothing in an empty text', '', ['abcdefgh'], ''],
	])('%s', (_name, text, redacted, expected) => {
		expect(redact(text, { redacted })).toBe(expected);
	});

	test.each(['', 'u', 'us', 'user'])('in Basic Auth of the user %j', (user) => {
		const basic = Buffer.from(`${user}:${key}`);
		for (const encoding of ['base64', 'base64url'] as const) {
			const [, scheme, rest] =
				/^(Basic .*)\[hidden\](.*)$/.exec(
					redact(`Basic ${basic.toString(encoding)}`, { redacted: [key] }),
				) ?? [];
			expect(scheme.length + rest.length).toBeLessThan('Basic '.length + user.length * 2 + 6);
		}
	});

	test('not in its Base64 where that is as short as a word', () => {
		expect(redact('Basic YWJjZA==', { redacted: ['abcd'] })).toBe('Basic YWJjZA==');
	});
});

describe('a text that the user sent is hidden where it is quoted, or from a length on', () => {
	test.each<[text: string, sentText: string, expected: string]>([
		['Customer has no session', 'no', 'Customer has no session'],
		['Customer has no session', 'session', 'Customer has no session'],
		['Customer has no session', 'Customer', 'Customer has no session'],
		["Customer can't be found", 't be found', "Customer can't be found"],
		['"no" is not allowed', 'no', '"[hidden]" is not allowed'],
		['no: you said “no”, not "none"', 'no', 'no: you said “[hidden]”, not "none"'],
		['{"text":"ok"}', 'ok', '{"text":"[hidden]"}'],
		['{\\"text\\":\\"ok\\"}', 'ok', '{\\"text\\":\\"[hidden]\\"}'],
		['said &quot;ok&quot;', 'ok', 'said &quot;[hidden]&quot;'],
		['hello', 'Hello', '[hidden]'],
		['call 998000000000 now', '998000000000', 'call [hidden] now'],
		['call 123456 or 1234567', '123456', 'call [hidden] or 1234567'],
		['the PIN 7351 is wrong', 'PIN 7351', 'the [hidden] is wrong'],
		['in the year 2026', '2026', 'in the year 2026'],
		['Cannot send Call me back! twice', 'Call me back!', 'Cannot send [hidden] twice'],
		[
			'no: Dear Nodira, | your parcel is here',
			'Dear Nodira,\r\nyour parcel is here',
			'no: [hidden] | [hidden]',
		],
		['no: hello, not bye', 'hello\nbye\nand much more', 'no: hello, not bye'],
		['The channel is closed', 'The channel is open, call us', 'The channel is closed'],
		['Customer has no session.', 'Customer has no money', 'Customer has no session.'],
	])('%j with the text %j', (text, sentText, expected) => {
		expect(redact(text, { sentTexts: [sentText] })).toBe(expected);
	});

	test('the start of a long text is hidden whatever comes after it', () => {
		const sent = 'The parcel that you ordered last week is waiting for you in our shop.';
		expect(redact(`no ${sent.slice(0, 25)} please`, { sentTexts: [sent] })).toBe(
			'no [hidden] please',
		);
	});

	test('a text of which more is quoted than is read', () => {
		const sent = 'I would like to know, '.repeat(10_000);
		expect(redact(`no: ${sent}`, { sentTexts: [sent] })).toBe('no: [hidden] ');
	});
});

describe('any text is read in a short time', () => {
	const values = {
		redacted: ['a'.repeat(200_000), `${'a'.repeat(8)}SECRET`, '%25'.repeat(300)],
		sentTexts: [
			'a'.repeat(200_000),
			`${'ab'.repeat(20)}c`,
			' \n'.repeat(100_000),
			'\\"'.repeat(300),
		],
	};
	test.each([
		['letters', 'a'],
		['pairs', 'ab'],
		['blanks', ' '],
		['stops', '.'],
		['escaped percent signs', '%25'],
		['backslashes', '\\'],
		['entities', '&amp;'],
		['beginnings of entities', '&'],
		['beginnings of tags', '<a'],
		['encoded bytes', '%F0%9F%99%82'],
		['everything', '\\u0025\\x41&amp;&#x25;%2541<b>"'],
	])('30 MB of %s', (_name, pump) => {
		const text = pump.repeat(30_000_000 / pump.length);
		const begin = performance.now();
		expect(redact(text, values).length).toBeLessThanOrEqual(5_000);
		expect(performance.now() - begin).toBeLessThan(2_000);
	});

	test('a secret after the start of itself is hidden', () => {
		expect(redact('aaaaaaaaaaSECRET', values)).not.toContain('SECRET');
	});
});

test('readText takes anything that JSON has, and no more than its start', () => {
	expect([null, undefined, 5, true, {}, ['a', 1]].map(readText)).toEqual([
		'null',
		'undefined',
		'5',
		'true',
		'[object Object]',
		'a,1',
	]);
	expect(readText('x'.repeat(5_000))).toHaveLength(5_000);
	expect(readText('x'.repeat(5_001))).toBe('x'.repeat(5_000));
});

test.each([
	['abc', 3, 'abc'],
	['abcd', 3, 'abc…'],
	['ab🙂d', 3, 'ab…'],
	['ab🙂d', 4, 'ab🙂…'],
])('cutText cuts %j to %d characters', (text, length, expected) => {
	expect(cutText(text, length)).toBe(expected);
});
