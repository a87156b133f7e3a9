/** Whether a text may hold a number that is too long, so that it is worth a closer look. */
const MAY_HOLD_LONG_NUMBER = /[\s:,[]-?[\d.]{16}|^-?[\d.]{16}/;

/** A number that is written with a fraction or an exponent. */
const WITH_FRACTION = /^(-?)([1-9]\d{0,39})(?:\.(\d{1,40}))?(?:[eE]\+?(\d{1,2}))?$/;

/** The digits of a whole number, also where it is written as `7.615917337495251230e18`; undefined for any other number. */
function wholeDigits(number: string): string | undefined {
	const [, sign, start, fraction = '', exponent = '0'] = WITH_FRACTION.exec(number) ?? [];
	if (start === undefined) return /^-?[1-9]\d*$/.test(number) ? number : undefined;
	const shift = Number(exponent);
	const isWhole = /^0*$/.test(fraction.slice(shift));
	return isWhole ? `${sign}${start}${fraction.slice(0, shift).padEnd(shift, '0')}` : undefined;
}

/** What changes where in a JSON text one is: an escaped character, a quote, and a number. */
const TOKEN = /\\[^]|"|-?\d[\d.eE+-]*/g;

/** A JSON text with the whole numbers in quotes that JavaScript would round. */
function quoteLongNumbers(json: string): string {
	let isInText = false;
	return json.replace(TOKEN, (token) => {
		if (token === '"') isInText = !isInText;
		const digits = isInText ? undefined : wholeDigits(token);
		if (digits === undefined || Number.isSafeInteger(Number(digits))) return token;
		// A measure such as 1e21 is all there.
		const isExact = digits !== token && String(BigInt(Number(token))) === digits;
		return isExact ? token : `"${digits}"`;
	});
}

/**
 * Parses JSON without the loss of digits: a whole number beyond 2^53, which vendors use as an ID, becomes a text.
 *
 * @throws SyntaxError where it is no JSON
 */
export function parseJson(json: string): unknown {
	const text = json.charCodeAt(0) === 0xfeff ? json.slice(1) : json;
	return JSON.parse(MAY_HOLD_LONG_NUMBER.test(text) ? quoteLongNumbers(text) : text) as unknown;
}

/** As `parseJson`. @returns undefined where it is no JSON */
export function tryParseJson(json: string): unknown {
	try {
		return parseJson(json);
	} catch {
		return undefined;
	}
}
