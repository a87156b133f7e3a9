import { redact } from '../../../nodes/shared/http/redact';

describe('redact', () => {
	test.each<[name: string, text: string, values: string[] | undefined, expected: string]>([
		['a long value anywhere', 'key=abcdefgh&x', ['abcdefgh'], 'key=[hidden]&x'],
		['a value of six characters anywhere', 'x123456y', ['123456'], 'x[hidden]y'],
		[
			'a short value only where it stands alone',
			'code 123, not 1234 or ab123',
			['123'],
			'code [hidden], not 1234 or ab123',
		],
		[
			'no part of a word in any script',
			'12345 123456 a12345b ä12345',
			['12345'],
			'[hidden] 123456 a12345b ä12345',
		],
		['a short value with special characters', '1.3 1a3 (1.3)', ['1.3'], '[hidden] 1a3 ([hidden])'],
		['a value quoted as JSON', 'you said "a\\nb\\"c\\""', ['a\nb"c"'], 'you said "[hidden]"'],
		[
			'the longest value first',
			'abcdef and abcdefgh',
			['abcdef', 'abcdefgh'],
			'[hidden] and [hidden]',
		],
		['nothing for an empty value', 'nothing', [''], 'nothing'],
		['nothing without values', 'plain', undefined, 'plain'],
	])('replaces %s', (_name, text, values, expected) => {
		expect(redact(text, values)).toBe(expected);
	});
});
