import { readingsOf, squash, squashText } from './readings';
import type { Reading } from './readings';

/** What must not be shown where a vendor quotes it. */
export interface RedactedValues {
	/** Keys, tokens, passwords, codes and phone numbers. They are hidden wherever they occur. */
	redacted?: readonly string[];
	/** Texts that the user sent. Short ones are ordinary words, so they are hidden only where they are quoted. */
	sentTexts?: readonly string[];
}

/** How much of a vendor's text is read, in characters. More of it would be cut off afterwards anyway. */
const MAX_READ_LENGTH = 5_000;
/** So many characters in a row of a secret are hidden, where a server shows but a part of it. */
const MIN_SECRET_PART = 8;
/** So many where they are letters alone, of which ordinary words are made. */
const MIN_SECRET_LETTERS = 12;
/** A secret shorter than this can be part of an ordinary word, so it is hidden only where it stands alone. */
const MIN_SECRET_ANYWHERE = 6;
/** A text that the user sent is hidden wherever it occurs from this length on, and where it is cut off after it. */
const MIN_TEXT = 12;
/** So many characters in a row of a text are hidden wherever they stand, where a server shows but a part of it. */
const MIN_TEXT_PART = 20;
/** A shorter text with so many digits is no ordinary word either, but a code or a phone number: it is hidden where it stands alone. */
const MIN_TEXT_WITH_DIGITS = 6;
const MIN_DIGITS = 4;
const REPLACEMENT = '[hidden]';

const isLetterOrDigit = (character: string) => /[\p{L}\p{N}]/u.test(character);
const isQuote = (character: string | undefined) =>
	character !== undefined && /["'`´«»‹›“”„‟‘’‚‛「」『』]/.test(character);
/** What follows where a text is cut off: nothing, an ellipsis, the end of the quotation, or what it was joined with. */
const isCutBefore = (text: string, end: number) =>
	end >= text.length ||
	isQuote(text[end]) ||
	/[…\ufffd<([{:;]/.test(text[end]) ||
	text.startsWith('..', end);

/**
 * The start of what a vendor sent, as text.
 *
 * @param value anything in a response
 * @returns a copy, so that a response of many megabytes is not kept in memory by the error that quotes its start
 */
export function readText(value: unknown): string {
	const text = String(value);
	return text.length <= MAX_READ_LENGTH
		? text
		: Buffer.from(text.slice(0, MAX_READ_LENGTH), 'utf16le').toString('utf16le');
}

/**
 * A text of at most this length, with an ellipsis where it was cut off. No character is cut in two.
 *
 * @param maxLength in characters
 */
export function cutText(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const end = /[\ud800-\udbff]/.test(text[maxLength - 1]) ? maxLength - 1 : maxLength;
	return `${text.slice(0, end)}…`;
}

/** Whether what stands from one character of a squashed reading up to another stands alone there. */
function standsAlone({ text, starts, ends }: Reading, from: number, to: number): boolean {
	const joined = (index: number) =>
		index > 0 &&
		index < text.length &&
		starts[index] === ends[index - 1] &&
		isLetterOrDigit(text[index - 1]) &&
		isLetterOrDigit(text[index]);
	return !joined(from) && !joined(to);
}

/** Where something is found in a reading: from one of its characters up to another. */
type Range = [from: number, to: number];

/** Every occurrence of a value. */
function occurrences({ text }: Reading, value: string): Range[] {
	const found: Range[] = [];
	for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
		found.push([at, at + value.length]);
	return found;
}

/** How many characters of the start of a value stand at each place of a text (the Z-function). Takes linear time. */
function startLengths(value: string, text: string): number[] {
	const all = `${value}\0${text}`;
	const lengths = [all.length];
	let [left, right] = [0, 0];
	for (let at = 1; at < all.length; at += 1) {
		let length = at < right ? Math.min(right - at, lengths[at - left]) : 0;
		while (at + length < all.length && all[length] === all[at + length]) length += 1;
		if (at + length > right) [left, right] = [at, at + length];
		lengths.push(length);
	}
	return lengths.slice(value.length + 1);
}

/** Finds a value in a squashed reading. */
type Finder = (reading: Reading) => Range[];

/** The characters of a secret's Base64 that do not depend on what stands before and after it, e.g. in Basic Auth. */
function base64Forms(secret: string): string[] {
	if (secret.length < MIN_SECRET_ANYWHERE) return [];
	const length = Buffer.byteLength(secret);
	return [0, 1, 2].flatMap((offset) => {
		const encoded = Buffer.from('\0'.repeat(offset) + secret).toString('base64');
		const inner = encoded.slice(
			Math.ceil((offset * 4) / 3),
			Math.floor(((offset + length) * 4) / 3),
		);
		return [inner, inner.replace(/\+/g, '-').replace(/\//g, '_')];
	});
}

function wholeSecretFinder(value: string): Finder {
	return (reading) =>
		occurrences(reading, value).filter(
			([from, to]) => value.length >= MIN_SECRET_ANYWHERE || standsAlone(reading, from, to),
		);
}

/** Finds the parts of several values at once: a text is searched in many readings. @param length of a part */
function partsFinder(values: readonly string[], length: number): Finder {
	const parts = new Set(
		values.flatMap((value) =>
			Array.from({ length: Math.max(0, value.length - length + 1) }, (_, at) =>
				value.slice(at, at + length),
			).filter((part) => length >= MIN_SECRET_LETTERS || /\P{L}/u.test(part)),
		),
	);
	return ({ text }) => {
		const found: Range[] = [];
		for (let at = 0; parts.size > 0 && at + length <= text.length; at += 1)
			if (parts.has(text.slice(at, at + length))) found.push([at, at + length]);
		return found;
	};
}

function longTextFinder(value: string): Finder {
	return ({ text }) => {
		if (!text.includes(value.slice(0, MIN_TEXT))) return [];
		return startLengths(value, text).flatMap((length, at): Range[] => {
			const isHidden =
				length === value.length || (length >= MIN_TEXT && isCutBefore(text, at + length));
			return isHidden ? [[at, at + length]] : [];
		});
	};
}

function sentTextFinder(sentText: string): Finder {
	const value = squashText(sentText);
	if (sentText.trim().length >= MIN_TEXT) return longTextFinder(value);
	const digits = value.replace(/\P{N}/gu, '').length;
	const isNumber = value.length >= MIN_TEXT_WITH_DIGITS && digits >= MIN_DIGITS;
	return (reading) =>
		occurrences(reading, value).filter(([from, to]) => {
			const { text } = reading;
			const isAll = from === 0 && to === text.length;
			const isQuoted = isQuote(text[from - 1]) && isQuote(text[to]);
			return isAll || isQuoted || (isNumber && standsAlone(reading, from, to));
		});
}

/** A text, and the lines in it that are long enough to be found by themselves. */
const withLines = (text: string) => [
	text,
	...text.split(/[\r\n]/).filter((line) => line.trim().length >= MIN_TEXT),
];

function findersOf({ redacted = [], sentTexts = [] }: RedactedValues): Finder[] {
	const read = (values: readonly string[]) =>
		[...new Set(values.map(readText))].filter((value) => squashText(value) !== '');
	const secrets = read(redacted)
		.flatMap((secret) => [secret, ...base64Forms(secret)])
		.map(squashText);
	const texts = read(sentTexts);
	return [
		...secrets.filter((value) => value.length < MIN_SECRET_LETTERS).map(wholeSecretFinder),
		partsFinder(secrets, MIN_SECRET_PART),
		partsFinder(secrets, MIN_SECRET_LETTERS),
		...[...new Set(texts.flatMap(withLines))].map(sentTextFinder),
		partsFinder(texts.map(squashText), MIN_TEXT_PART),
	];
}

/** Replaces each run of hidden characters. @param isHidden by character of the text */
function replaceHidden(text: string, isHidden: Uint8Array): string {
	const parts: string[] = [];
	let shownFrom = 0;
	for (let at = isHidden.indexOf(1); at >= 0; at = isHidden.indexOf(1, shownFrom)) {
		const end = isHidden.indexOf(0, at);
		parts.push(text.slice(shownFrom, at), REPLACEMENT);
		if (end < 0) return parts.join('');
		shownFrom = end;
	}
	return parts.join('') + text.slice(shownFrom);
}

/**
 * Hides values in a text that a vendor, or a server in between, sent: also where they are encoded as JSON, HTML, a URL or
 * Base64, in other case, broken into other lines, and where only their start is shown. A value is never part of what
 * remains, except as SECURITY.md says.
 *
 * @param text as it was received, of which no more than its start is returned; it must not be cut off or changed before
 */
export function redact(text: string, values: RedactedValues): string {
	const start = readText(text);
	const finders = findersOf(values);
	const isHidden = new Uint8Array(start.length);
	for (const reading of readingsOf(start).map(squash))
		for (const find of finders)
			for (const [from, to] of find(reading))
				isHidden.fill(1, reading.starts[from], reading.ends[to - 1]);
	return replaceHidden(start, isHidden);
}
