import {
	digest,
	sha256Hex,
	shortDigest,
	SHORT_DIGEST_LENGTH,
} from '../../../nodes/shared/util/digest';

test('sha256Hex gives the SHA-256 of a text in hexadecimal digits', () => {
	expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('digest gives 43 characters that depend on every part', () => {
	const parts = [['a', 'b'], ['ab'], ['a', 'c'], [['a', 'b']], [{ a: 'b' }], []];
	const digests = parts.map((values) => digest(...values));
	expect(digests.every((text) => /^[\w-]{43}$/.test(text))).toBe(true);
	expect(new Set(digests).size).toBe(parts.length);
	expect(digest('a', 'b')).toBe(digests[0]);
});

test('shortDigest gives the first eight characters of the digest', () => {
	expect(SHORT_DIGEST_LENGTH).toBe(8);
	expect(shortDigest('a', 1)).toBe(digest('a', 1).slice(0, 8));
});
