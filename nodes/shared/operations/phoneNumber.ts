import { typedNumber } from '../util/text';

/** Where the national number begins with a 0 that is dialed from abroad too, e.g. Italy and Benin. */
const KEEPS_ZERO = /^(39|378|22[569]|24[12])$/;

/** All country codes (ITU-T E.164, list of assigned codes): none is the beginning of another. */
const COUNTRY_CODE =
	/^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21[12368]|(?:2[2-69]|3[578]|42|5[09]|6[78]|8[0578]|9[679])\d)/;

/**
 * What the numbers of a country look like, where a national number without its country code would pass for one: an
 * Iranian mobile number without its 0 for a number of India with too few digits, one of São Paulo for one of the United
 * States, where no area code begins with 0 or 1.
 */
const PLANS: Readonly<Record<string, RegExp>> = {
	1: /^1[2-9]/,
	7: /^7\d{10}$/,
	90: /^90\d{10}$/,
	91: /^91\d{10}$/,
};

const NEEDS_CODE = 'a phone number with its country code';
const SURPLUS_ZERO = `${NEEDS_CODE}, without the 0 after it if that is not dialed from abroad`;

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
	// Digits without a gap are for `checkCountryCode`.
	if (!isAlone && (keepsZero || /^\+?\d+$/.test(start))) return written;
	if (isAlone && !keepsZero) return start.slice(0, -zero.length) + written.slice(start.length);
	throw new Error(SURPLUS_ZERO);
}

/** Whether a text has nothing but digits and what is usual between them, with a plus in front or none. */
const isNumber = (text: string) =>
	text.length <= MAX_LENGTH &&
	/^[+(\d][\d ().+-]*$/.test(text) &&
	text.lastIndexOf('+') < Math.max(1, text.search(/\d/)) &&
	text.indexOf('+') === text.lastIndexOf('+');

/** Whether a text begins with an area code in parentheses or with a trunk prefix, as no country code does: `(11) 9…`, `8 (912) …`. */
const beginsWithoutCode = (text: string) => /^(\((?! ?\+)|[2-689][ ().-])/.test(text);

/** Refuses digits that do not begin with a country code. @throws Error that says what is missing */
function checkCountryCode(digits: string): void {
	const [code] = COUNTRY_CODE.exec(digits) ?? [];
	if (code === undefined || PLANS[code]?.test(digits) === false)
		throw new Error(`${NEEDS_CODE} first, e.g. +55 11 98765-4321`);
	if (/^0[1-9]/.test(digits.slice(code.length)) && !KEEPS_ZERO.test(code))
		throw new Error(SURPLUS_ZERO);
}

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
	if (beginsWithoutCode(international))
		throw new Error(`${NEEDS_CODE} first, e.g. +55 11 98765-4321`);
	if (!/^\d{5,15}$/.test(digits)) throw new Error(NEEDS_CODE);
	checkCountryCode(digits);
	return digits;
}
