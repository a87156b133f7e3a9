/** 2 kB of blanks in an answer stopped a whole n8n for 13 seconds. No expression may take more than its input's length. */

import { findExpressions, growsTooFast, hostileTexts } from '../support/regularExpressions';
import type { FoundExpression } from '../support/regularExpressions';
import { parseTimestamp } from '../../nodes/shared/polling/timestamps';
import { checkCaller } from '../../nodes/shared/webhook/authentication';
import { root } from '../support/engine';

const expressions = findExpressions(root, ['nodes', 'credentials']);
const slowOn = (expression: FoundExpression) =>
	hostileTexts(expression).find((text) => growsTooFast(expression, text));

test('there are expressions to test', () => {
	expect(expressions.length).toBeGreaterThan(30);
});

test.each(expressions)('$place /$source/ takes no longer than its input', (expression) => {
	expect(slowOn(expression)).toBeUndefined();
});

test.each([
	['=+$', ''],
	['[.\\s]+$', ''],
	['\\s*:?\\s*bus\\|.*$', 's'],
	['<title[^>]*>([^<]*)<\\/title>', 'i'],
	['^\\s*(\\d{4}-\\d\\d)?\\s*(Z)?\\s*$', ''],
	['^(a+)+$', ''],
	['^(\\d{4}-.+T.+[+-]\\d\\d):?(\\d\\d)$', ''],
])('this test would find /%s/%s', (source, flags) => {
	expect(slowOn({ place: 'here', source, flags })).toBeDefined();
});

describe('what anybody can send is read without delay', () => {
	const limitMs = 200;
	test.each([
		['blanks', ' '.repeat(400_000)],
		['blanks within a time', `2026-01-01T00:00${' '.repeat(400_000)}x`],
		['digits', `2026-01-01T00:00:00.${'1'.repeat(400_000)}x`],
	])('a time of %s', (_name, text) => {
		const begin = performance.now();
		expect(parseTimestamp(text)).toBeUndefined();
		expect(performance.now() - begin).toBeLessThan(limitMs);
	});

	test.each([
		['equals signs', `Basic ${'='.repeat(400_000)}x`],
		['blanks', `Basic${' '.repeat(400_000)}x y`],
	])('an authorization header of %s', (_name, authorization) => {
		const begin = performance.now();
		const caller = { address: '192.0.2.1', query: {}, headers: { authorization } };
		expect(checkCaller({ basicAuth: 'YTpi', verify: false }, caller)).toBe(401);
		expect(performance.now() - begin).toBeLessThan(limitMs);
	});
});
