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
		ۀ: 'ه',
		ہ: 'ه',
		أ: 'ا',
		إ: 'ا',
		آ: 'ا',
		ؤ: 'و',
		ς: 'σ',
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
	return String(text)
		.slice(0, MAX_COMPARED)
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.toUpperCase()
		.toLowerCase()
		.replace(/i\u0307/g, 'i')
		.replace(/[يىئكةۀہأإآؤς]/g, (letter) => LETTERS.get(letter) as string)
		.replace(ARABIC_MARKS, '')
		.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
		.replace(/\s+/g, ' ')
		.replace(ARABIC_BLANK, '')
		.trim();
}

/** An ID without the blanks and invisible characters that are pasted along with it. */
export const tidyId = (text: string): string => text.replace(/\p{Cf}/gu, '').trim();

/** The text up to the last character that is another one. @param character one character */
export function trimEnd(text: string, character: string): string {
	let end = text.length;
	while (text[end - 1] === character) end -= 1;
	return text.slice(0, end);
}
