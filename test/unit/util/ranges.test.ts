import { describeNumbers } from '../../../nodes/shared/util/ranges';

test.each([
	[[], ''],
	[[3], '3'],
	[[0, 1], '0 to 1'],
	[[0, 1, 2, 5, 7, 8], '0 to 2, 5, 7 to 8'],
])('%j is told as %j', (numbers, expected) => {
	expect(describeNumbers(numbers)).toBe(expected);
});

test('thousands of numbers are told in a few words', () => {
	const text = describeNumbers(Array.from({ length: 5_000 }, (_, index) => index * 2));
	expect(text).toMatch(/^0, 2, 4, .+, 38, and 4980 more$/);
	expect(describeNumbers(Array.from({ length: 5_000 }, (_, index) => index))).toBe('0 to 4999');
});
