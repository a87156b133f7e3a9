/** Invented IDs in the form of a vendor's, the same on every run. */

import { createHash } from 'node:crypto';

/** Crockford's alphabet, the one ULIDs are written in. */
const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @returns 64 hexadecimal digits that look random */
export function hex(label: string): string {
	return createHash('sha256').update(label).digest('hex');
}

/**
 * A version 4 UUID.
 *
 * @param label of the record; the same label gives the same ID
 */
export function uuid(label: string) {
	const digits = hex(label);
	const variant = '89ab'[Number.parseInt(digits[16], 16) % 4];
	return [
		digits.slice(0, 8),
		digits.slice(8, 12),
		`4${digits.slice(13, 16)}`,
		`${variant}${digits.slice(17, 20)}`,
		digits.slice(20, 32),
	].join('-');
}

function inBase32(value: number, length: number) {
	let text = '';
	for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
		text = base32[rest % 32] + text;
	return text;
}

/**
 * A ULID. Two of the same millisecond sort by their serial number, as the ULID specification asks of one source.
 *
 * @param time milliseconds since the epoch
 * @param serial a whole number, not negative
 */
export function ulid(time: number, serial: number) {
	return inBase32(time, 10) + inBase32(serial, 16);
}
