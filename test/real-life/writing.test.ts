/** One word on two keyboards, in two cases or two compositions, is one word (github.com/mapbox/carmen/pull/625). */

import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { filter } from '../../nodes/NaxonAi/trigger/filters';
import { createListSearch } from '../../nodes/shared/operations/listSearch';
import { foldText } from '../../nodes/shared/util/text';
import { createWebhookContext } from '../support/fixtures/webhookContext';

const PAIRS: Array<[string, string, string]> = [
	['Arabic and Persian ye', 'علی', 'علي'],
	['Arabic and Persian kaf', 'پشتیبانی کتاب', 'پشتيباني كتاب'],
	['a half-space, a blank and nothing', 'می\u200cخواهم', 'می خواهم'],
	['a half-space and nothing', 'می\u200cخواهم', 'میخواهم'],
	['é as one character and as two', 'caf\u00e9', 'cafe\u0301'],
	['capital letters', 'REFUND', 'refund'],
	['the ß in capital letters', 'STRASSE', 'straße'],
	['the Turkish dotted and dotless i', 'İADE', 'iade'],
	['Greek at the end of a word', 'ΟΔΟΣ', 'οδοσ'],
	['wide letters', 'ｒｅｆｕｎｄ', 'refund'],
	['Persian, Arabic and Latin digits', 'کد ۱۲۳', 'كد ١٢٣'],
	['vowel marks', 'مُحَمَّد', 'محمد'],
	['marks of direction and a zero-width space', '\u202arefund\u202c\u200b', 'refund'],
	['blanks around and between', '  money \t back', 'money back'],
	['ligatures of old fonts', 'ﻻ', 'لا'],
	['alef with and without its mark', 'آدرس', 'ادرس'],
];

describe.each(PAIRS)('%s', (_name, one, other) => {
	test.each([
		[one, other],
		[other, one],
	])('a keyword filter %j takes %j', (keyword, said) => {
		const { context } = createWebhookContext({ parameters: { filters: { keywords: keyword } } });
		expect(filter(context)({ keyword: said })).toBe(true);
		expect(filter(context)({ keyword: `${said}ب` })).toBe(false);
	});

	test.each([
		[one, other],
		[other, one],
	])('a pick list searched for %j shows %j', async (typed, name) => {
		const search = createListSearch({
			fetchAll: async () => [{ name: `1 ${name} 2` }, { name: 'Something else' }],
			toListItem: (thing: IDataObject) => ({ name: String(thing.name), value: String(thing.name) }),
		});
		const { results } = await search.call({} as ILoadOptionsFunctions, typed);
		expect(results.map((item) => item.name)).toEqual([`1 ${name} 2`]);
	});
});

test('keywords may be separated by the commas of any script', () => {
	const { context } = createWebhookContext({
		parameters: { filters: { keywords: 'یک، دو؛ سه;four,five' } },
	});
	const matches = filter(context);
	expect(
		['یک', 'دو', 'سه', 'four', 'five', 'یک، دو'].map((keyword) => matches({ keyword })),
	).toEqual([true, true, true, true, true, false]);
});

test('words that differ stay different', () => {
	const words = ['resume', 'résumé', 'میز', 'مو', 'a b', 'ab', 'کد ۱', 'کد ۲', ''];
	expect(new Set(words.map(foldText)).size).toBe(words.length);
});

test('a text of a million characters is compared without delay', () => {
	expect(foldText('\u0627 '.repeat(500_000)).length).toBeLessThanOrEqual(100_000);
});
