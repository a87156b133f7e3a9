import { typedNumber } from '../util/text';

/** Where the national number begins with a 0 that is dialed from abroad too, e.g. Italy and Benin. */
const KEEPS_ZERO = /^(39|378|22[569]|24[12])$/;

const NEEDS_CODE = 'a phone number with its country code';

/** What a sheet makes of a long number: `5.59E+12`. */
const SHORTENED = /^\d(?:[.,]\d{1,20}e\+?|e\+)\d{1,3}$/i;

/**
 * Refuses a number that a sheet has rounded: the digits that it lost cannot be known.
 *
 * @param value a number, or a text in which one may stand
 * @throws Error whose message completes the sentence "<field> must be …"
 */
export function checkUnrounded(value: unknown): void {
	const isRounded =
		typeof value === 'number'
			? value >= 1e9 && value % 1e6 === 0
			: SHORTENED.test(typedNumber(String(value)));
	if (isRounded)
		throw new Error(
			`a number with all its digits, not ${String(value)}, as a sheet rounds it: give its column the format Text`,
		);
}

/** No number is longer, whatever stands between its digits. */
const MAX_LENGTH = 60;

/** What stands around a number in links, and in the usernames that WhatsApp makes of it. */
const withoutAddress = (text: string) =>
	text
		.replace(/^(tel:|whatsapp:|https?:\/\/wa\.me\/)/i, '')
		.replace(/(:\d{1,3})?@(c\.us|s\.whatsapp\.net)$/i, '');

/**
 * The number without the 0 that is dialed inside the country only, as in `+44 (0) 20 7946 0958`.
 *
 * @throws Error where it cannot be known whether the 0 belongs to the number
 */
function withoutTrunkZero(written: string): string {
	const match = /^\(?\+?(\d{1,3})\)?[ .-]{0,3}(\( ?0 ?\)|\(?0(?=[1-9]))/.exec(written);
	if (!match) return written;
	const [start, code, zero] = match;
	const isAlone = zero.endsWith(')');
	const keepsZero = KEEPS_ZERO.test(code);
	// In digits without a gap nobody can tell the country code from the rest.
	if (!isAlone && (keepsZero || /^\+?\d+$/.test(start))) return written;
	if (isAlone && !keepsZero) return start.slice(0, -zero.length) + written.slice(start.length);
	throw new Error(`${NEEDS_CODE}, without the 0 after it if that is not dialed from abroad`);
}

/** Whether a text has nothing but digits and what is usual between them, with a plus in front or none. */
const isNumber = (text: string) =>
	text.length <= MAX_LENGTH &&
	/^[+(\d][\d ().+-]*$/.test(text) &&
	text.lastIndexOf('+') < Math.max(1, text.search(/\d/)) &&
	text.indexOf('+') === text.lastIndexOf('+');

/** What begins with an area code, or with the 8 by which Russians dial out of it: no country code is written so. */
const beginsWithoutCode = (text: string) => /^(\((?! ?\+)|[2-689][ ().-]|\+?89)/.test(text);

/**
 * Reads a phone number as people, sheets and WhatsApp write it.
 *
 * @param value a text or a number
 * @returns its digits, the country code first
 * @throws Error whose message completes the sentence "<field> must be …"
 */
export function parsePhoneNumber(value: unknown): string {
	checkUnrounded(value);
	const isTyped = ['string', 'number', 'bigint'].includes(typeof value);
	// A line break stands between two numbers, other white space between digits.
	const written = withoutAddress(typedNumber(String(value)))
		.replace(/[^\S\r\n]/g, ' ')
		.replace(/^[\uff0b\ufe62]/, '+');
	if (!isTyped || !isNumber(written)) throw new Error(NEEDS_CODE);
	if (/^\d{5,}\.\d+$/.test(written)) throw new Error(`${NEEDS_CODE}, without a fraction`);
	const international = withoutTrunkZero(written.replace(/^00 ?(?=[1-9])/, '+'));
	const digits = international.replace(/\D/g, '');
	if (digits.startsWith('0') || beginsWithoutCode(international))
		throw new Error(`${NEEDS_CODE} first, e.g. +55 11 98765-4321`);
	if (!/^\d{5,15}$/.test(digits)) throw new Error(NEEDS_CODE);
	return digits;
}
