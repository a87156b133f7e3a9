import { createHash } from 'crypto';

/**
 * The characters of a short digest: 48 bits. Of 20,000 entries, two share a digest in one of a million lists.
 */
export const SHORT_DIGEST_LENGTH = 8;

/** The SHA-256 of a text, in 64 hexadecimal digits. */
export const sha256Hex = (value: string): string =>
	createHash('sha256').update(value).digest('hex');

/** The SHA-256 of several values, in 43 characters. @param parts anything that JSON can write */
export const digest = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** The first characters of a digest, for what is saved in large numbers. @param parts anything that JSON can write */
export const shortDigest = (...parts: unknown[]): string =>
	digest(...parts).slice(0, SHORT_DIGEST_LENGTH);
