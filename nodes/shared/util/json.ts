/** Whether a text may hold a number that is too long, so that it is worth a closer look. */
const MAY_HOLD_LONG_NUMBER = /[\s:,[]-?\d{16}|^-?\d{16}/;

/** What changes where in a JSON text one is: an escaped character, a quote, and a number. */
const TOKEN = /\\[^]|"|-?\d[\d.eE+-]*/g;

/** A JSON text with the whole numbers in quotes that JavaScript would round. */
function quoteLongNumbers(json: string): string {
	let isInText = false;
	return json.replace(TOKEN, (token) => {
		if (token === '"') isInText = !isInText;
		const isLong =
			!isInText && /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token));
		return isLong ? `"${token}"` : token;
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
