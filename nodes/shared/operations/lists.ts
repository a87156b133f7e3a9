import { tryParseJson } from '../util/json';
import { withoutCodeFence } from '../util/text';

/** What people, sheets and models put between the entries of a list; a phone number has none of these in it. */
const SEPARATORS = '\\r\\n\\u2028\\u2029\\t,;|،؛，；、';

/** An entry in quotes, or all up to the next separator. */
const ENTRY = new RegExp(`"[^"\\r\\n]*"|'[^'\\r\\n]*'|[^${SEPARATORS}]+`, 'g');

const QUOTED = /^(["'«“”‘’\`])(.*)["'»“”‘’\`]$/s;

/** The lines of a text without what marks them as a list: hyphens, bullets, or numbers that count them. */
function withoutBullets(text: string): string {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const isNumbered =
		lines.length > 0 &&
		lines.every((line, index) => new RegExp(`^\\s{0,20}${index + 1}[.)]\\s`).test(line));
	const bullet = isNumbered ? /^\s{0,20}\d{1,6}[.)]\s/ : /^\s{0,20}(?:[-*–—]\s|•)/;
	return lines.map((line) => line.replace(bullet, '')).join('\n');
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
