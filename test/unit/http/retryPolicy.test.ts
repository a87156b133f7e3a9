import {
	isBeyondBudget,
	isNeverReached,
	isRateLimited,
	parseRetryAfter,
	retryDelay,
	SHORT_RETRY_BUDGET_MS,
} from '../../../nodes/shared/http/retryPolicy';
import type { HttpFailure } from '../../../nodes/shared/http/transport';

const rejected = (status: number, retryAfter?: string): HttpFailure => ({
	kind: 'rejected',
	failure: { message: 'No' },
	status,
	headers: { 'retry-after': retryAfter },
});
const noResponse = (neverSent: boolean, isPermanent = false): HttpFailure => ({
	kind: 'noResponse',
	reason: 'the connection broke',
	neverSent,
	isPermanent,
});

describe('retryDelay', () => {
	beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0.5));
	afterEach(() => void jest.restoreAllMocks());

	test.each<
		readonly [
			name: string,
			HttpFailure,
			attempt: number,
			read: number | undefined,
			write: number | undefined,
		]
	>([
		['429', rejected(429), 0, 375, 375],
		['429 for the seventh time', rejected(429), 6, 15_000, 15_000],
		['429 for the hundredth time', rejected(429), 99, 15_000, 15_000],
		['429 with Retry-After: 5', rejected(429, '5'), 0, 5_000, 5_000],
		['429 with Retry-After: 0', rejected(429, '0'), 0, 375, 375],
		['429 with Retry-After: 0 again', rejected(429, '0'), 3, 3_000, 3_000],
		['429 with Retry-After: 0.1', rejected(429, '0.1'), 0, 375, 375],
		['429 with Retry-After: 1 for the fourth time', rejected(429, '1'), 3, 3_000, 3_000],
		['429 with Retry-After: -5', rejected(429, '-5'), 0, 375, 375],
		['429 with a past date', rejected(429, 'Thu, 01 Jan 1970 00:00:00 GMT'), 1, 750, 750],
		['429 with a number beyond all', rejected(429, '9'.repeat(400)), 0, Infinity, Infinity],
		['429 with Retry-After: 25', rejected(429, '25'), 0, 25_000, 25_000],
		['502', rejected(502), 0, 375, undefined],
		['503', rejected(503), 1, 750, undefined],
		['504', rejected(504), 2, 1_500, undefined],
		['503 for the fourth time', rejected(503), 3, undefined, undefined],
		['503 with Retry-After: 5', rejected(503, '5'), 0, 5_000, undefined],
		['503 with Retry-After: 0', rejected(503, '0'), 0, 375, undefined],
		...[408, 425, 520, 522, 524, 527, 530].map(
			(status) => [`${status}`, rejected(status), 0, 375, undefined] as const,
		),
		...[521, 523, 525, 526].map((status) => [`${status}`, rejected(status), 0, 375, 375] as const),
		['521 for the fourth time', rejected(521), 3, undefined, undefined],
		...[409, 423, 499, 519, 528, 529, 531, 599].map(
			(status) => [`${status}`, rejected(status), 0, undefined, undefined] as const,
		),
		['500', rejected(500), 0, undefined, undefined],
		['501', rejected(501), 0, undefined, undefined],
		['505', rejected(505), 0, undefined, undefined],
		['400 with Retry-After: 5', rejected(400, '5'), 0, undefined, undefined],
		['401', rejected(401), 0, undefined, undefined],
		['no response', noResponse(false), 0, 375, undefined],
		['no response for the third time', noResponse(false), 2, 1_500, undefined],
		['no response for the fourth time', noResponse(false), 3, undefined, undefined],
		['no connection', noResponse(true), 0, 375, 375],
		['no connection for the third time', noResponse(true), 2, 1_500, 1_500],
		['no connection for the fourth time', noResponse(true), 3, undefined, undefined],
		['what would fail in the same way', noResponse(true, true), 0, undefined, undefined],
	])('after %s', (_name, failure, attempt, read, write) => {
		expect([retryDelay(failure, attempt, true), retryDelay(failure, attempt, false)]).toEqual([
			read,
			write,
		]);
	});

	test.each([
		[0, 250],
		[1, 500],
	])('lies between half of the backoff and all of it (random: %d)', (random, expected) => {
		jest.spyOn(Math, 'random').mockReturnValue(random);
		expect(retryDelay(rejected(503), 0, true)).toBe(expected);
	});
});

test('isRateLimited recognizes 429 alone', () => {
	expect([rejected(429), rejected(503), noResponse(true)].map(isRateLimited)).toEqual([
		true,
		false,
		false,
	]);
});

test.each([
	[2_000, 0, 2_000, false],
	[2_000, 1_050, 1_050, false],
	[2_000, 1_050, 1_051, true],
	[2_000, 2_101, 0, true],
	[0, 0, 0, false],
	[0, 0, 1, true],
	[0, 1, 0, true],
	[60_000, 0, Infinity, true],
])(
	'a budget of %d ms of which %d ms are spent, and another wait of %d ms: beyond it is %p',
	(limitMs, spentMs, milliseconds, expected) => {
		expect(isBeyondBudget({ limitMs, spentMs }, milliseconds)).toBe(expected);
	},
);

test('isNeverReached recognizes the statuses of a gateway that could not connect', () => {
	expect([502, 520, 521, 522, 523, 524, 525, 526, 527, 530].filter(isNeverReached)).toEqual([
		521, 523, 525, 526,
	]);
});

describe('parseRetryAfter', () => {
	test.each([
		['2', 2_000],
		['12', 12_000],
		['0', 0],
		['0.5', 500],
		['1.25', 1_250],
		[' 3 ', 3_000],
		[7, 7_000],
		[['4', '9'], 4_000],
		[[], undefined],
		['1e3', undefined],
		['NaN', undefined],
		['Infinity', undefined],
		['', undefined],
		['-1', undefined],
		['1.', undefined],
		['x1', undefined],
		['1x', undefined],
		['1.5x', undefined],
		['soon', undefined],
		['2026-01-01', undefined],
		[undefined, undefined],
	])('reads %j as %j ms', (value, milliseconds) => {
		expect(parseRetryAfter({ 'retry-after': value })).toBe(milliseconds);
	});

	test.each([
		['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
		['Thu, 01 Jan 2026 00:00:00 GMT', undefined],
		['Wed, 31 Dec 2025 23:59:50 GMT', undefined],
	])('reads the date %s as %p ms from now', (value, milliseconds) => {
		const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1));
		expect(parseRetryAfter({ 'retry-after': value })).toBe(milliseconds);
		now.mockRestore();
	});

	test('gives undefined if there is no such header', () => {
		expect(parseRetryAfter({})).toBeUndefined();
	});
});

test('the short retry budget is three seconds', () => {
	expect(SHORT_RETRY_BUDGET_MS).toBe(3_000);
});
