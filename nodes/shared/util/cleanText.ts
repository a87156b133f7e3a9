const isBlank = (character: string) => /[\s\p{Cf}]/u.test(character);

/**
 * A text without what is pasted along with it: white space, line breaks and characters that cannot be seen, such as
 * zero-width spaces. Inside a text, invisible characters go only if all others are ASCII, because a text such as a
 * Persian name needs its own.
 */
export function cleanText(text: string): string {
	const visible = text.replace(/\p{Cf}/gu, '').trim();
	if (/^[\x20-\x7e]*$/.test(visible)) return visible;
	const characters = [...text];
	const first = characters.findIndex((character) => !isBlank(character));
	const last = characters.findLastIndex((character) => !isBlank(character));
	return characters.slice(first, last + 1).join('');
}
