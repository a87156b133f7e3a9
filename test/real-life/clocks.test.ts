/** Dates at the edges of clocks and calendars: summer time, leap days, and zones with parts of an hour. */

import { useSelarti } from '../integration/selarti/useSelarti';
import { known } from '../support/sandbox/selarti';

const { run, sandbox } = useSelarti();

/** When a message would be sent to a list, or the error. */
const startAt = async (startDate: unknown, timezone: string) => {
	const { error } = await run(
		{
			resource: 'message',
			operation: 'sendList',
			threadList: known.thread,
			message: 'Hello',
			messageType: 'bot',
			additionalFields: { startDate: '={{ $json.startDate }}' },
		},
		{ timezone, items: [{ startDate }] },
	);
	const [request] = sandbox.requestsTo('S13');
	return error?.message ?? request.body.start_date;
};

// https://github.com/moment/luxon/issues/914, https://github.com/moment/luxon/issues/1018
describe('a time that the clocks skip in spring', () => {
	test.each([
		['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29 02:30'],
		['2026-03-29T02:00:00', 'Europe/Berlin', '2026-03-29 02:00'],
		['2026-03-29T02:59:59.999', 'Europe/Berlin', '2026-03-29 02:59'],
		['2026-03-29 2:30 AM', 'Europe/Berlin', '2026-03-29 02:30'],
		['2026-W13-7T02:30', 'Europe/Berlin', '2026-03-29 02:30'],
		[46110.104166667, 'Europe/Berlin', '2026-03-29 02:30'],
		['2026-10-04 02:15', 'Australia/Lord_Howe', '2026-10-04 02:15'],
		['2026-04-24 00:00', 'Africa/Cairo', '2026-04-24 00:00'],
	])('is an error, not another time: %s in %s', async (date, zone, time) => {
		expect(await startAt(date, zone)).toBe(
			`Start Date must be a time that exists, and the clocks of ${zone} skip ${time} [item 0]`,
		);
		expect(sandbox.requestsTo('S13')).toEqual([]);
	});

	test.each([
		['2026-03-29T02:30:00+01:00', 'Europe/Berlin', '2026-03-29T02:30:00+01:00'],
		['2026-03-29 01:59:59', 'Europe/Berlin', '2026-03-29T01:59:59+01:00'],
		['2026-03-29 03:00', 'Europe/Berlin', '2026-03-29T03:00:00+02:00'],
		['2026-03-29 02:30', 'Asia/Tehran', '2026-03-29T02:30:00+03:30'],
	])('%s in %s exists', async (date, zone, expected) => {
		expect(await startAt(date, zone)).toBe(expected);
	});

	test.each([['2026-04-24'], [46136]])(
		'a day that begins at one o’clock begins then: %s',
		async (day) => {
			expect(await startAt(day, 'Africa/Cairo')).toBe('2026-04-24T01:00:00+03:00');
		},
	);
});

// https://github.com/moment/luxon/issues/1665, https://github.com/moment/luxon/issues/1397
describe('a time that the clocks show twice in autumn', () => {
	test.each([
		['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
		['2026-10-25T02:00', 'Europe/Berlin', '2026-10-25T02:00:00+02:00'],
		['2026-11-01 01:30', 'America/New_York', '2026-11-01T01:30:00-04:00'],
		['2027-04-04 01:45', 'Australia/Lord_Howe', '2027-04-04T01:45:00+11:00'],
		['2026-10-25 03:00', 'Europe/Berlin', '2026-10-25T03:00:00+01:00'],
		['2026-10-25 01:59', 'Europe/Berlin', '2026-10-25T01:59:00+02:00'],
		['2026-10-25T02:30:00+01:00', 'Europe/Berlin', '2026-10-25T02:30:00+01:00'],
	])('is the first, whether it is summer or winter now: %s in %s', async (date, zone, expected) => {
		expect(await startAt(date, zone)).toBe(expected);
	});
});

// https://github.com/moment/moment/issues/1229, https://github.com/rails/rails/issues/47937
test.each([
	['2028-02-29', 'Asia/Kolkata', '2028-02-29T00:00:00+05:30'],
	['2026-03-22 00:00', 'Asia/Tehran', '2026-03-22T00:00:00+03:30'],
	['2021-06-01 12:00', 'Asia/Tehran', '2021-06-01T12:00:00+04:30'],
	['2026-06-01 12:00', 'Asia/Kathmandu', '2026-06-01T12:00:00+05:45'],
	['2026-12-31T23:59:59', 'Pacific/Kiritimati', '2026-12-31T23:59:59+14:00'],
])(
	'a leap day, and a zone with parts of an hour, are what they are: %s in %s',
	async (date, zone, expected) => {
		expect(await startAt(date, zone)).toBe(expected);
	},
);

test.each([
	['2027-02-29'],
	['2026-02-29T10:00'],
	['2026-04-31 10:00'],
	['2026-12-31T23:59:60'],
	['2026-01-31T24:30'],
	['2026-01-31 12:00 CET'],
])('a day, a second or a zone that does not exist is an error: %s', async (date) => {
	expect(await startAt(date, 'Asia/Kolkata')).toBe(
		'Start Date must be a date, e.g. 2026-01-31T12:00:00Z [item 0]',
	);
});
