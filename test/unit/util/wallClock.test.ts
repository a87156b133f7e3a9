import { millisecondsUntil } from '../../../nodes/shared/util/wallClock';

test.each([
	[1_000, 600],
	[400, 0],
	[0, -400],
])('from 400 ms after 1970 to %d ms there are %d ms', (time, expected) => {
	const now = jest.spyOn(Date, 'now').mockReturnValue(400);
	expect(millisecondsUntil(time)).toBe(expected);
	now.mockRestore();
});
