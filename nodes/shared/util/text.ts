/**
 * Format characters that are never part of an ID or a number: directions, zero-width spaces, soft hyphens. Both joiners
 * are letters' business inside a word (a Persian name), so only their place at an end is no use.
 */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu;

const isBlank = (character: string) => /[\s\p{Cf}]/u.test(character);

/** A text without white space and invisible characters around it, and without invisible ones inside. */
export function trimmed(text: string): string {
	const visible = text.replace(INVISIBLE, '');
	let [start, end] = [0, visible.length];
	while (start < end && isBlank(visible[start])) start += 1;
	while (end > start && isBlank(visible[end - 1])) end -= 1;
	return visible.slice(start, end);
}

/** The value of a digit of any script: Unicode keeps the digits of each together, from zero on. */
function digitValue(digit: string): string {
	const code = digit.codePointAt(0) as number;
	let zero = code;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return String((code - zero) % 10);
}

/** The values of the digits met so far: there are less than a thousand digits. */
const digitValues = new Map<string, string>();

/** A text with the digits of all scripts as 0 to 9, e.g. those of `۵۵` or `５５`. */
export const withLatinDigits = (text: string): string =>
	text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
		const value = digitValues.get(digit) ?? digitValue(digit);
		digitValues.set(digit, value);
		return value;
	});

/** How sheets and exports keep a number a text: `'+55…`, `="+55…"`, `"+55…"`. */
const KEPT_AS_TEXT = /^(?:=?"([^"]*)"|['\u2019]([^'\u2019]*)['\u2019]?)$/;

/** A trimmed text without the marks by which a sheet keeps a number a text. */
export function withoutTextMarks(text: string): string {
	const [, quoted, marked] = KEPT_AS_TEXT.exec(text) ?? [];
	return trimmed(quoted ?? marked ?? text);
}

/** No number, date or switch is longer than this many characters. */
const MAX_NUMBER_LENGTH = 1_000;

/**
 * A number as somebody typed it, in a form that can be compared: trimmed, visible, with digits 0 to 9 and one kind of
 * hyphen. A text that is too long to be one is returned as it is.
 */
export const typedNumber = (text: string): string =>
	text.length > MAX_NUMBER_LENGTH
		? text
		: withLatinDigits(withoutTextMarks(trimmed(text)).replace(/\p{Cf}/gu, '')).replace(
				/[\p{Pd}\u2212]/gu,
				'-',
			);

/** The content of a Markdown code block, in which models put lists and JSON; any other text trimmed. */
export const withoutCodeFence = (text: string): string =>
	text
		.trim()
		.replace(/^```\w{0,20}\r?\n/, '')
		.replace(/\r?\n?```$/, '')
		.trim();

/** The start of a text on one line, without cutting a character in two. @param length how many characters at most */
export function shortened(text: string, length: number): string {
	const characters = [
		...text
			.slice(0, length * 4)
			.replace(/\s+/g, ' ')
			.trim(),
	];
	return characters.length > length
		? `${characters.slice(0, length - 1).join('')}…`
		: characters.join('');
}

/** What keyboards give for the apostrophe that is part of a letter, as in the Uzbek oʻ. */
const APOSTROPHE = /[\u0060\u00b4\u02b9-\u02bf\u2018\u2019\u201b\u2032\uff07]/g;

/** How people, sheets and models write the two, in the languages that the vendors' users speak. */
const TRUE =
	/^(true|t|yes|y|on|1(\.0)?|да|истина|sim|s|verdadeiro|v|بله|بلی|آری|درست|ha|ҳа|ya|benar|sí|si|evet|иә|نعم|[✓✔✅☑]\ufe0f?)$/i;
const FALSE =
	/^(false|f|no|n|off|0(\.0)?|нет|ложь|não|nao|falso|خیر|نه|نادرست|yo'q|йўқ|tidak|salah|hayır|жоқ|لا|[✗✘❌☐]\ufe0f?)$/i;

/** A switch, as a sheet or a model may give it too: `TRUE`, `yes`, `0`. @returns undefined where it is neither */
export function parseBoolean(value: unknown): boolean | undefined {
	if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
	const written = typedNumber(String(value)).normalize().replace(APOSTROPHE, "'");
	if (TRUE.test(written)) return true;
	return FALSE.test(written) ? false : undefined;
}

/** A number of things, also where it comes as digits in a text. @returns undefined where it is none */
export function parseCount(value: unknown): number | undefined {
	const count =
		typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
	return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : undefined;
}

/** No text is compared beyond this many characters. */
const MAX_COMPARED = 100_000;
/** Marks above and below Arabic letters, and the stroke that only makes a word longer. */
const ARABIC_MARKS = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;
/** Letters that keyboards for Arabic and for Persian write differently, by the one they are compared as. */
const LETTERS = new Map(
	Object.entries({
		ي: 'ی',
		ى: 'ی',
		ئ: 'ی',
		ك: 'ک',
		ة: 'ه',
		ې: 'ی',
		ے: 'ی',
		ڪ: 'ک',
		ۀ: 'ه',
		ہ: 'ه',
		ۂ: 'ه',
		ھ: 'ه',
		أ: 'ا',
		إ: 'ا',
		آ: 'ا',
		ٱ: 'ا',
		ؤ: 'و',
		ς: 'σ',
		ё: 'е',
	}),
);
/** A blank between two Arabic letters, which stands for a half-space as often as not. */
const ARABIC_BLANK = /(?<=\p{Script=Arabic}) (?=\p{Script=Arabic})/gu;

/**
 * A text as it is compared with others: two texts that look alike to a reader are the same, whatever keyboard, case, width
 * or composition they were written in. It is for comparing alone, never to be shown or sent.
 *
 * @param text anything that can be written
 */
export function foldText(text: unknown): string {
	const letters = String(text)
		.slice(0, MAX_COMPARED)
		.replace(APOSTROPHE, "'")
		.normalize('NFKC')
		.replace(/[\p{Cf}\ufe0e\ufe0f]/gu, '')
		.toUpperCase()
		.toLowerCase()
		.replace(/i\u0307/g, 'i')
		.replace(/[يىئېےكڪةۀہۂھأإآٱؤςё]/g, (letter) => LETTERS.get(letter) as string)
		.replace(ARABIC_MARKS, '');
	return withLatinDigits(letters).replace(/\s+/g, ' ').replace(ARABIC_BLANK, '').trim();
}

/** The text up to the last character that is another one. @param character one character */
export function trimEnd(text: string, character: string): string {
	let end = text.length;
	while (text[end - 1] === character) end -= 1;
	return text.slice(0, end);
}
