import { cleanText } from '../../../nodes/shared/util/cleanText';

test.each([
	['key', 'key'],
	[' \t\r\nkey\u00a0\n', 'key'],
	['\u200b\ufeffkey\u2060\u202c', 'key'],
	['ke\u200by\u00ad', 'key'],
	['two words', 'two words'],
	['two\nlines', 'two\nlines'],
	['', ''],
	[' \u200b\n', ''],
	[' \u200fعلی\u200cرضا\u200b ', 'علی\u200cرضا'],
	[' caf\u00e9 👩\u200d🔧\n', 'caf\u00e9 👩\u200d🔧'],
])('cleanText reads %j as %j', (given, text) => {
	expect(cleanText(given)).toBe(text);
});

test('cleanText needs twice the time for twice the text', () => {
	const text = `é${' '.repeat(200_000)}é`;
	const started = performance.now();
	expect(cleanText(text)).toBe(text);
	expect(performance.now() - started).toBeLessThan(2_000);
});
