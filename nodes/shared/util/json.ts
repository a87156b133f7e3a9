/** A number in JSON, between strings. */
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** Whether a number would lose digits. Fractions and powers are not IDs, so they are taken as JavaScript has them. */
const isLongInteger = (digits: string) =>
	/^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits));

/** The end of the string that begins at a quotation mark. */
function endOfString(text: string, start: number): number {
	let end = start + 1;
	while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
	return end + 1;
}

/** The same JSON, with integers that JavaScript cannot hold as strings. */
function quoteLongIntegers(text: string): string {
	const parts: string[] = [];
	for (let start = 0; start < text.length;) {
		const quote = text.indexOf('"', start);
		const end = quote < 0 ? text.length : quote;
		const between = text.slice(start, end);
		parts.push(
			between.replace(NUMBER, (digits) => (isLongInteger(digits) ? `"${digits}"` : digits)),
		);
		start = quote < 0 ? end : endOfString(text, quote);
		parts.push(text.slice(end, start));
	}
	return parts.join('');
}

/**
 * Parses JSON without losing digits: an integer beyond 2^53, as IDs of 64 bits are, becomes a text with the same digits.
 *
 * @throws SyntaxError when it is no JSON
 */
export function parseJson(text: string): unknown {
	const parsed: unknown = JSON.parse(text);
	return /\d{16}/.test(text) ? JSON.parse(quoteLongIntegers(text)) : parsed;
}
