import { createHash } from 'crypto';

/** The characters of a short digest: 48 bits, so that 20,000 entries that are told apart are mixed up once in a million runs. */
export const SHORT_DIGEST_LENGTH = 8;

/** The SHA-256 of a text, in hexadecimal digits. */
export const sha256Hex = (value: string): string =>
	createHash('sha256').update(value).digest('hex');

/** A name for whatever tells a thing from others: 43 characters. @param parts anything that JSON can write */
export const digest = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** The first characters of a digest, for what is saved in large numbers. @param parts anything that JSON can write */
export const shortDigest = (...parts: unknown[]): string =>
	digest(...parts).slice(0, SHORT_DIGEST_LENGTH);
