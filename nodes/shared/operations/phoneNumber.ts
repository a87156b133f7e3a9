import { typedNumber } from '../util/text';

/** Where the national number begins with a 0 that is dialed from abroad too, e.g. Italy and Benin. */
const KEEPS_ZERO = /^(39|378|22[569]|24[12])$/;

/** All country codes (ITU-T E.164, list of assigned codes): none is the beginning of another. */
const COUNTRY_CODE =
	/^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21[12368]|(?:2[2-69]|3[578]|42|5[09]|6[78])\d|69[0-2]|80[08]|85[02356]|87[08]|88[0-3568]|96[0-8]|97[0-79]|99[2-68])/;

/**
 * How many digits follow a country code, from and to (as in the metadata of libphonenumber, November 2026, without the
 * shortest landlines): of the countries for whose numbers a national number without its country code would pass, and of
 * those whose people use the vendors. An Iranian mobile
 * number without its 0 is one of India with too few digits, an Indonesian one is one of Japan with too many or too few.
 */
const DIGITS_AFTER: ReadonlyMap<string, readonly [from: number, to: number]> = new Map(
	Object.entries({
		...{ 1: [10, 10], 7: [10, 10], 20: [8, 10], 30: [10, 10], 33: [9, 9], 34: [9, 9], 36: [8, 9] },
		...{ 40: [9, 9], 41: [9, 9], 45: [8, 8], 47: [8, 8], 48: [9, 9], 51: [8, 9], 52: [10, 11] },
		...{
			53: [8, 8],
			55: [10, 11],
			56: [9, 9],
			57: [10, 10],
			58: [10, 10],
			61: [9, 9],
			62: [7, 12],
		},
		...{ 63: [8, 10], 65: [8, 8], 66: [8, 9], 81: [9, 10], 82: [8, 10], 84: [9, 10], 86: [10, 11] },
		...{
			90: [10, 10],
			91: [10, 10],
			92: [9, 10],
			93: [9, 9],
			94: [9, 9],
			95: [7, 10],
			98: [10, 10],
		},
		...{
			212: [9, 9],
			213: [8, 9],
			216: [8, 8],
			299: [6, 6],
			351: [9, 9],
			370: [8, 8],
			371: [8, 8],
		},
		...{
			373: [8, 8],
			374: [8, 8],
			375: [9, 9],
			380: [9, 9],
			420: [9, 9],
			501: [7, 7],
			870: [9, 9],
		},
		...{
			880: [8, 10],
			881: [9, 9],
			965: [8, 8],
			966: [9, 9],
			968: [8, 8],
			971: [8, 9],
			973: [8, 8],
		},
		...{
			974: [8, 8],
			992: [9, 9],
			993: [8, 8],
			994: [9, 9],
			995: [9, 9],
			996: [9, 9],
			998: [9, 9],
		},
	} as Record<string, [number, number]>),
);

/** No area code of the United States begins with 0 or 1, so that this is a number of São Paulo without its country code. */
const NO_AREA_CODE = /^1[01]/;

const NEEDS_CODE = 'a phone number with its country code';
const NEEDS_CODE_FIRST = `${NEEDS_CODE} first, e.g. +55 11 98765-4321`;
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

/** What stands before a number in links. */
const LINK =
	/^(?:tel:|whatsapp:|(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=(?:%2B)?))/i;

/** What stands around a number in links, and in the usernames that WhatsApp makes of it. */
const withoutAddress = (text: string) =>
	text.replace(LINK, '').replace(/(:\d{1,3})?@(c\.us|s\.whatsapp\.net)$/i, '');

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

/**
 * Whether a text begins with an area code in parentheses, a trunk prefix, or a group of digits that is no country code:
 * `(11) 9…`, `8 (912) …`, `812 3456 7890`.
 */
function beginsWithoutCode(text: string): boolean {
	const [, group] = /^(\d{1,3})[ ().-]/.exec(text) ?? [];
	return (
		/^\((?! ?\+)/.test(text) || (group !== undefined && COUNTRY_CODE.exec(group)?.[0] !== group)
	);
}

/** Refuses digits that do not begin with a country code. @throws Error that says what is missing */
function checkCountryCode(digits: string, hasPlus: boolean): void {
	const [code] = COUNTRY_CODE.exec(digits) ?? [];
	if (code === undefined || NO_AREA_CODE.test(digits)) throw new Error(NEEDS_CODE_FIRST);
	const national = digits.slice(code.length);
	if (/^0[1-9]/.test(national) && !KEEPS_ZERO.test(code)) throw new Error(SURPLUS_ZERO);
	const [from, to] = DIGITS_AFTER.get(code) ?? [1, 15];
	if (national.length < from || national.length > to)
		throw new Error(
			hasPlus
				? `a phone number with ${from === to ? from : `${from} to ${to}`} digits after its country code ${code}`
				: NEEDS_CODE_FIRST,
		);
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
	if (beginsWithoutCode(international)) throw new Error(NEEDS_CODE_FIRST);
	if (!/^\d{5,15}$/.test(digits)) throw new Error(NEEDS_CODE);
	checkCountryCode(digits, /^\(?\+/.test(international));
	return digits;
}
