import { parseFailure } from '../../../nodes/shared/http/parseFailure';
import type { ApiFailure } from '../../../nodes/shared/types';
import { plainVendor } from '../../support/fakeVendor';

const check = { isOutcomeUnknown: true, hint: 'Check the base URL of the credential.' };
const unexplained = 'refused the request without saying why';
const wordless = 'said that the request failed, but not why';

test.each<[status: number, body: unknown, ApiFailure | undefined]>([
	[200, {}, undefined],
	[299, { a: 1 }, undefined],
	[200, '', undefined],
	[204, undefined, undefined],
	[204, null, undefined],
	[200, ' \n', undefined],
	[200, { status: 399 }, undefined],
	[200, { status: 600 }, undefined],
	[200, { status: '404' }, { message: unexplained, status: 404 }],
	[200, { statusCode: 503, message: 'Busy', id: 1 }, { message: 'Busy', status: 503 }],
	[200, { code: 503, error: 'Busy' }, { message: 'Busy', status: 503 }],
	[200, { code: 503, error: 'Busy', id: 1 }, undefined],
	[200, { error: { code: '429', message: 'Slow down' } }, { message: 'Slow down', status: 429 }],
	[200, { errors: [{ status: 502 }] }, { message: wordless, status: 502 }],
	[200, { error: 'Bad key' }, { message: 'Bad key', isOutcomeUnknown: true }],
	[200, { errors: ['', 'Bad key'] }, { message: 'Bad key', isOutcomeUnknown: true }],
	[200, { ok: false, message: 'No' }, { message: 'No', isOutcomeUnknown: true }],
	[200, { success: false }, { message: wordless, isOutcomeUnknown: true }],
	[200, { error: null, errors: [], message: 'Done' }, undefined],
	[200, { error: false, success: true }, undefined],
	[200, { error: 'A field of a record', id: 1 }, undefined],
	[500, { status: 400 }, { message: unexplained, status: 500 }],
	[200, { status: 400 }, { message: unexplained, status: 400 }],
	[200, { status: 599, message: 'No' }, { message: 'No', status: 599 }],
	[199, {}, { message: unexplained, status: 199 }],
	[300, { error: 'Moved' }, { message: 'Moved', status: 300 }],
	[400, { message: '', error: 7, result: 'Why' }, { message: 'Why', status: 400 }],
	[400, { message: 'First', error: 'Second' }, { message: 'First', status: 400 }],
	[500, '', { message: unexplained, status: 500 }],
	[404, null, { message: unexplained, status: 404 }],
	[
		200,
		' Hello,  you\n there ',
		{ message: 'answered with the text "Hello, you there" instead of JSON', ...check },
	],
	[
		399,
		'x'.repeat(130),
		{ message: `answered with the text "${'x'.repeat(120)}…" instead of JSON`, ...check },
	],
	[400, 'No', { message: 'answered with the text "No" instead of JSON' }],
	[
		502,
		'\n<!doctype html><title lang="en"> Bad\n  gateway </title>',
		{ message: 'answered with a web page titled "Bad gateway" instead of JSON' },
	],
	[
		502,
		'<HTML><H1 class="a">Sorry</H1>',
		{ message: 'answered with a web page titled "Sorry" instead of JSON' },
	],
	[
		502,
		'<html><title></title><h1>Sorry</h1>',
		{ message: 'answered with a web page titled "Sorry" instead of JSON' },
	],
	[
		502,
		'<head><title>T</title><h1>H</h1>',
		{ message: 'answered with a web page titled "T" instead of JSON' },
	],
	[
		502,
		`<body><h1>${'y'.repeat(130)}</h1>`,
		{ message: `answered with a web page titled "${'y'.repeat(120)}…" instead of JSON` },
	],
	[502, '<body>Sorry', { message: 'answered with a web page instead of JSON' }],
	[502, '<html><title', { message: 'answered with a web page instead of JSON' }],
	[502, '<html><title>Cut', { message: 'answered with a web page instead of JSON' }],
	[
		502,
		`<html><!--${'-'.repeat(50_000)}--><title>Far away</title>`,
		{ message: 'answered with a web page instead of JSON' },
	],
	[
		502,
		`<html>${'<title'.repeat(50_000)}`,
		{ message: 'answered with a web page instead of JSON' },
	],
	[
		502,
		'see <html><title>T</title>',
		{ message: 'answered with the text "see <html><title>T</title>" instead of JSON' },
	],
])('parseFailure reads %i %j', (status, body, failure) => {
	expect(parseFailure(plainVendor, { status, headers: {}, body })).toEqual(failure);
});

describe('what is hidden in a text is hidden before the text is cut off', () => {
	const values = {
		redacted: ['sk_live_0123456789abcdef'],
		sentTexts: ['Dear Nodira, call me back'],
	};
	const messageOf = (body: string) =>
		parseFailure(plainVendor, { status: 502, headers: {}, body }, values)?.message;
	const start = 'x'.repeat(105);

	test.each([
		['a key at the end of what is shown', `${start} sk_live_0123456789abcdef`],
		['a key in two lines at the end of what is shown', `${start} sk_live_01\n23456789abcdef`],
		['a message at the end of what is shown', `${start} Dear\n\n   Nodira, call   me back`],
	])('%s', (_name, text) => {
		expect(messageOf(text)).toBe(`answered with the text "${start} [hidden]" instead of JSON`);
		expect(messageOf(`<html><title>${text}</title>`)).toBe(
			`answered with a web page titled "${start} [hidden]" instead of JSON`,
		);
	});
});

test("parseFailure prefers the vendor's own form", () => {
	const vendor = { ...plainVendor, parseError: () => ({ message: 'own' }) };
	expect(parseFailure(vendor, { status: 200, headers: {}, body: {} })).toEqual({ message: 'own' });
});
