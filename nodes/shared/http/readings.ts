/**
 * A text in one of the forms in which it can be read: with an encoding undone, or without blanks. Each character knows where
 * it stands in the text that was received, so that what is found in the reading can be replaced there.
 */
export interface Reading {
	text: string;
	/** By character of `text`: where it begins in the text that was received. */
	starts: number[];
	/** By character of `text`: where it ends in the text that was received. */
	ends: number[];
}

/** Undoes one encoding. */
interface Decoder {
	/** Matches one encoded character; no match is longer than a few characters. */
	pattern: RegExp;
	/** The character, of the match and its groups. */
	decode(match: string[]): string;
}

/** How many encodings can lie on top of each other, e.g. a URL in JSON in a web page. */
const MAX_DEPTH = 3;
/** The names that HTML has for U+00A0 to U+00FF, in their order. */
const LATIN_NAMES =
	`nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro
	para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil
	Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave
	Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml
	igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute
	thorn yuml`.split(/\s+/);
/** The names that HTML has for other characters that servers escape. */
const ENTITIES = new Map([
	...LATIN_NAMES.map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
	...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", Tab: '\t', NewLine: '\n' }),
	...Object.entries({ excl: '!', num: '#', dollar: '$', percnt: '%', lpar: '(', rpar: ')' }),
	...Object.entries({ ast: '*', plus: '+', comma: ',', period: '.', sol: '/', colon: ':' }),
	...Object.entries({ semi: ';', equals: '=', quest: '?', commat: '@', lsqb: '[', bsol: '\\' }),
	...Object.entries({ rsqb: ']', Hat: '^', lowbar: '_', grave: '`', lbrace: '{', vert: '|' }),
	...Object.entries({ verbar: '|', rbrace: '}', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”' }),
	...Object.entries({ ndash: '–', mdash: '—', hellip: '…', bull: '•', euro: '€', trade: '™' }),
]);
const LINE_ESCAPES = new Map(
	Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' }),
);

const fromCode = (digits: string, radix: number) => {
	const code = parseInt(digits, radix);
	return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
};

const DECODERS: readonly Decoder[] = [
	// JSON, and the string literals of programming languages.
	{
		pattern: /\\(?:u([\da-f]{4})|(?!x[\da-f]{2})(.))/gis,
		decode: ([, unit, character]) =>
			unit ? fromCode(unit, 16) : (LINE_ESCAPES.get(character) ?? character),
	},
	// HTML. A short tag is a line break, or marks a word.
	{
		pattern:
			/&#(\d{1,7});?|&#x([\da-f]{1,6});?|&([a-z][a-z\d]{1,7});?|<\/?[a-z][a-z\d]{0,5} {0,2}\/?>/gi,
		decode: ([match, decimal, hex, name]) => {
			if (decimal || hex) return decimal ? fromCode(decimal, 10) : fromCode(hex, 16);
			return name ? (ENTITIES.get(name) ?? match) : ' ';
		},
	},
	// URLs, and the bytes of UTF-8 in logs and string literals.
	{
		pattern:
			/%u([\da-f]{4})|(?:(?:%|\\x)[cd][\da-f]|(?:%|\\x)e[\da-f](?:%|\\x)[89ab][\da-f]|(?:%|\\x)f[0-7](?:(?:%|\\x)[89ab][\da-f]){2})(?:%|\\x)[89ab][\da-f]|(?:%|\\x)[\da-f]{2}|\+/gi,
		decode: ([match, unit]) => {
			if (unit) return fromCode(unit, 16);
			if (match === '+') return ' ';
			const bytes = Buffer.from(match.replace(/%|\\x/g, ''), 'hex');
			return bytes.toString(bytes.length === 1 ? 'latin1' : 'utf8');
		},
	},
];

const createReading = (): Reading & { characters: string[] } => ({
	text: '',
	starts: [],
	ends: [],
	characters: [],
});

/** Undoes an encoding wherever it occurs. @returns undefined if it occurs nowhere */
function decodeReading({ text, starts, ends }: Reading, decoder: Decoder): Reading | undefined {
	const decoded = createReading();
	const add = (value: string, from: number, to: number) => {
		decoded.characters.push(value);
		for (let unit = 0; unit < value.length; unit += 1) {
			decoded.starts.push(starts[from]);
			decoded.ends.push(ends[to - 1]);
		}
	};
	let position = 0;
	const copyUntil = (end: number) => {
		for (; position < end; position += 1) add(text[position], position, position + 1);
	};
	for (const match of text.matchAll(decoder.pattern)) {
		copyUntil(match.index);
		position += match[0].length;
		add(decoder.decode(match), match.index, position);
	}
	if (position === 0) return undefined;
	copyUntil(text.length);
	return { text: decoded.characters.join(''), starts: decoded.starts, ends: decoded.ends };
}

/** The text as it was received. */
function plainReading(text: string): Reading {
	const starts = Array.from({ length: text.length }, (_, index) => index);
	return { text, starts, ends: starts.map((start) => start + 1) };
}

/**
 * A text as it was received, and with each encoding undone in which servers quote: JSON, HTML and URLs, and one inside
 * another. The time grows with the length of the text alone.
 */
export function readingsOf(text: string): Reading[] {
	const found = new Map([[text, { reading: plainReading(text), depth: 0 }]]);
	// A Map also visits what is added meanwhile.
	for (const { reading, depth } of found.values()) {
		if (depth === MAX_DEPTH) continue;
		for (const decoder of DECODERS) {
			const decoded = decodeReading(reading, decoder);
			if (decoded && !found.has(decoded.text))
				found.set(decoded.text, { reading: decoded, depth: depth + 1 });
		}
	}
	return [...found.values()].map(({ reading }) => reading);
}

/** What servers change where they quote: white space, and characters that cannot be seen. */
const isDropped = (character: string) =>
	(character <= ' ' || character > '~') && /[\s\p{Cf}]/u.test(character);

/** A reading in lower case and without blanks, so that texts are found in whatever lines they are broken. */
export function squash({ text, starts, ends }: Reading): Reading {
	const squashed = createReading();
	for (let index = 0; index < text.length; index += 1) {
		if (isDropped(text[index])) continue;
		const lower = text[index].toLowerCase();
		squashed.characters.push(lower.length === 1 ? lower : text[index]);
		squashed.starts.push(starts[index]);
		squashed.ends.push(ends[index]);
	}
	return { text: squashed.characters.join(''), starts: squashed.starts, ends: squashed.ends };
}

/** A value in the form in which `squash` leaves a text. */
export const squashText = (text: string): string => squash(plainReading(text)).text;
