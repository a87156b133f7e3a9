import { tryParseJson } from '../util/json';
import { withLatinDigits, withoutCodeFence } from '../util/text';

/**
 * An entry in quotes, or all up to the next separator: what people, sheets and models put between the entries of a list.
 * A phone number has none of these in it.
 */
const ENTRY = /"[^"\r\n]*"|'[^'\r\n]*'|[^\r\n\u2028\u2029\t,;|،؛，；、]+/g;

const QUOTED = /^(["'«“”‘’\`])(.*)["'»“”‘’\`]$/s;

/** What counts the lines of a list, and what marks them. */
const NUMBER = /^\s{0,20}\(?(\p{Nd}{1,6})[.):-]\s/u;
const BULLET = /^\s{0,20}(?:[-*–—]\s|[•◦‣⁃▪●○·➤✓✔]\ufe0f?)/;

/** The lines of a text without what marks them as a list: hyphens, bullets, or numbers that count them. */
function withoutBullets(text: string): string {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const isNumbered =
		lines.length > 0 &&
		lines.every(
			(line, index) => withLatinDigits(NUMBER.exec(line)?.[1] ?? '') === String(index + 1),
		);
	return lines.map((line) => line.replace(isNumbered ? NUMBER : BULLET, '')).join('\n');
}

/**
 * Reads a list out of a text: JSON, or entries separated by line breaks, commas, semicolons or the like of any script,
 * also in brackets, in quotes and behind bullets, as models write lists.
 */
export function parseList(text: string): unknown[] {
	const bare = withoutCodeFence(text);
	const parsed = tryParseJson(bare);
	if (Array.isArray(parsed)) return parsed;
	if (typeof parsed === 'object' && parsed !== null) return [bare];
	const isBracketed = /^(?:\[[^]*\]|\(\s{0,9}["'][^]*\))$/.test(bare);
	const entries = withoutBullets(isBracketed ? bare.slice(1, -1) : bare).match(ENTRY) ?? [];
	return entries.map((entry) => {
		const plain = entry.trim();
		return QUOTED.exec(plain)?.[2] ?? plain;
	});
}
