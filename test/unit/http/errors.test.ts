/** The words and fields of errors: what a user, or a workflow under Continue on Fail, is told. */

import { parseFailure } from '../../../nodes/shared/http/parseFailure';
import {
	createFieldError,
	statusHint,
	createApiError,
	redact,
} from '../../../nodes/shared/http/errors';
import { parseRetryAfter } from '../../../nodes/shared/http/retryPolicy';
import { toNetworkFailure } from '../../../nodes/shared/http/transport';

const node = {
	id: 'n',
	name: 'The node',
	type: 't',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as any;
const silent = { name: 'Vendor', failure: () => undefined } as any;

describe('next steps', () => {
	const fields = 'Check the fields of this operation.';
	const vendor = 'The fault is at the vendor: try again later.';
	const base = 'Check the base URL of the credential.';
	test.each([
		[200, fields],
		[299, fields],
		[300, base],
		[302, base],
		[399, base],
		[400, fields],
		[401, 'Check the credential, and renew its key if it was changed.'],
		[403, 'Check that the account of this credential may do this.'],
		[404, 'Check that the ID exists in this account, and the base URL of the credential.'],
		[405, base],
		[408, 'Try again later.'],
		[409, 'Read the current state first, then try again.'],
		[412, 'Check that the channel, customer and attendant are as this operation needs them.'],
		[413, 'Send less at once.'],
		[418, fields],
		[422, fields],
		[429, 'Wait a little and try again, or raise Max Retry Time in the credential.'],
		[499, fields],
		[500, vendor],
		[503, vendor],
	])('after %i', (status, step) => {
		expect(statusHint(status)).toBe(step);
	});
});

describe('errors', () => {
	test('of a field', () => {
		const { message, description, context } = createFieldError(
			{ node, itemIndex: 0 },
			'Chat',
			'must be a text',
		);
		expect([message, description, context.itemIndex]).toEqual([
			'Chat must be a text [item 0]',
			'Nothing was sent for this item. Correct Chat, or the expression in it.',
			0,
		]);
		expect(createFieldError({ node }, 'Chat', 'is empty').message).toBe('Chat is empty');
	});

	test('of a vendor', () => {
		const { message, description, httpCode, context } = createApiError(
			{ node, itemIndex: 3, hidden: ['a long secret'] },
			silent,
			{ words: ' no a long secret. .. ', status: 404, about: 'About it.' },
		);
		expect([message, description, httpCode, context.itemIndex]).toEqual([
			'Vendor: no [hidden] (HTTP 404). Check that the ID exists in this account, and the base URL of the credential. [item 3]',
			'About it.',
			'404',
			3,
		]);
		const own = createApiError({ node }, silent, { words: 'No. One. here', next: 'Wait.' });
		expect([own.message, own.httpCode]).toEqual(['Vendor: No. One. here. Wait.', null]);
	});

	test('hide values in every form, the longest first', () => {
		expect(redact('12345 123456 a12345b ä12345', ['12345'])).toBe('[hidden] 123456 a12345b ä12345');
		expect(redact('x123456y', ['123456'])).toBe('x[hidden]y');
		expect(redact('1.3 1a3 (1.3)', ['1.3'])).toBe('[hidden] 1a3 ([hidden])');
		expect(redact('abcdefgh abcdef', ['abcdef', 'abcdefgh'])).toBe('[hidden] [hidden]');
		expect(redact('plain')).toBe('plain');
	});
});

describe('what an answer says', () => {
	const said = (status: number, body: any) => parseFailure(silent, { status, headers: {}, body });
	const check = { unclear: true, next: 'Check the base URL of the credential.' };

	test.each([
		[200, {}, undefined],
		[299, { a: 1 }, undefined],
		[200, '', undefined],
		[204, undefined, undefined],
		[204, null, undefined],
		[200, ' \n', undefined],
		[200, { status: 399 }, undefined],
		[200, { status: 600 }, undefined],
		[200, { status: '404' }, undefined],
		[200, { status: 400 }, { words: 'refused the request without saying why', status: 400 }],
		[200, { status: 599, message: 'No' }, { words: 'No', status: 599 }],
		[199, {}, { words: 'refused the request without saying why', status: 199 }],
		[300, { error: 'Moved' }, { words: 'Moved', status: 300 }],
		[400, { message: '', error: 7, result: 'Why' }, { words: 'Why', status: 400 }],
		[400, { message: 'First', error: 'Second' }, { words: 'First', status: 400 }],
		[500, '', { words: 'refused the request without saying why', status: 500 }],
		[404, null, { words: 'refused the request without saying why', status: 404 }],
		[
			200,
			' Hello,  you\n there ',
			{ words: 'answered with the text "Hello, you there" instead of JSON', ...check },
		],
		[
			399,
			'x'.repeat(130),
			{ words: `answered with the text "${'x'.repeat(120)}" instead of JSON`, ...check },
		],
		[400, 'No', { words: 'answered with the text "No" instead of JSON' }],
		[
			502,
			'\n<!doctype html><title lang="en"> Bad\n  gateway </title>',
			{ words: 'answered with a web page titled "Bad gateway" instead of JSON' },
		],
		[
			502,
			'<HTML><H1 class="a">Sorry</H1>',
			{ words: 'answered with a web page titled "Sorry" instead of JSON' },
		],
		[
			502,
			'<html><title></title><h1>Sorry</h1>',
			{ words: 'answered with a web page instead of JSON' },
		],
		[
			502,
			'<head><title>T</title><h1>H</h1>',
			{ words: 'answered with a web page titled "T" instead of JSON' },
		],
		[
			502,
			`<body><h1>${'y'.repeat(130)}</h1>`,
			{ words: `answered with a web page titled "${'y'.repeat(120)}" instead of JSON` },
		],
		[
			502,
			'see <html><title>T</title>',
			{ words: 'answered with the text "see <html><title>T</title>" instead of JSON' },
		],
	] as Array<[number, any, any]>)('%i %j', (status, body, failure) => {
		expect(said(status, body)).toEqual(failure);
	});

	test('the vendor comes first', () => {
		expect(
			parseFailure(
				{ ...silent, failure: () => ({ words: 'own' }) },
				{ status: 200, headers: {}, body: {} },
			),
		).toEqual({ words: 'own' });
	});
});

describe('no answer', () => {
	test.each([
		['ECONNREFUSED', 'nothing answers at this address', true],
		['ENOTFOUND', 'the host name is not known', true],
		['EAI_AGAIN', 'the host name could not be looked up', true],
		['EHOSTUNREACH', 'the host cannot be reached', true],
		['ENETUNREACH', 'the network cannot be reached', true],
		['ECONNRESET', 'the connection broke', false],
		['EPIPE', 'the connection broke', false],
		['ERR_BAD_RESPONSE', 'the connection broke', false],
		['ECONNABORTED', 'no answer came in time', false],
		['ETIMEDOUT', 'no answer came in time', false],
	])('%s', (code, reason, unsent) => {
		expect(toNetworkFailure({ code, message: 'x' })).toEqual({ reason, unsent });
		expect(toNetworkFailure({ cause: { code }, message: 'x' })).toEqual({ reason, unsent });
	});

	test('of an unknown kind: its words, without an address', () => {
		const reasons = ['http://a', 'see https://a', '10.20.30', '1.2 of 3', ''].map(
			(message) => toNetworkFailure({ code: 'OTHER', message }).reason,
		);
		expect(reasons).toEqual([
			'no connection',
			'no connection',
			'no connection',
			'1.2 of 3',
			'no connection',
		]);
	});

	test('until when to wait', () => {
		const soon = new Date(Date.now() + 10_000).toUTCString();
		const before = new Date(Date.now() - 10_000).toUTCString();
		expect(parseRetryAfter({ 'retry-after': soon })).toBeGreaterThan(8_000);
		expect(parseRetryAfter({ 'retry-after': soon })).toBeLessThanOrEqual(10_000);
		expect(parseRetryAfter({ 'retry-after': before })).toBe(0);
		expect(
			['12', '1.25', 7, '1.', 'x1', '1x', '1.5x'].map((value) =>
				parseRetryAfter({ 'retry-after': value }),
			),
		).toEqual([12_000, 1_250, 7_000, undefined, undefined, undefined, undefined]);
		expect(parseRetryAfter({})).toBeUndefined();
	});
});
