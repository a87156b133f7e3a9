/** The forms in which servers quote what they were sent. */

const escapeHtml = (text: string) =>
	text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
const toJson = (text: string) => JSON.stringify(text).slice(1, -1);
const escapeUnits = (text: string) =>
	text.replace(
		/[\u0080-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
const escapeBytes = (text: string, prefix: string) =>
	Buffer.from(text)
		.toString('hex')
		.replace(/../g, (byte) => prefix + byte);
/** Every character but the letters of the Latin alphabet, as its code. */
const escapeCodes = (text: string, toEscape: (code: number) => string) =>
	[...text]
		.map((character) =>
			/[a-z]/i.test(character) ? character : toEscape(character.codePointAt(0) as number),
		)
		.join('');

/** By name: how a server writes a text. */
export const quotedForms: Readonly<Record<string, (text: string) => string>> = {
	'as it is': (text) => text,
	'as JSON': toJson,
	'as JSON of ASCII alone': (text) => escapeUnits(toJson(text).replace(/\//g, '\\/')),
	'as JSON within JSON': (text) => toJson(toJson(text)),
	'as HTML': escapeHtml,
	'as HTML with decimal numbers': (text) => escapeCodes(text, (code) => `&#${code};`),
	'as HTML with hexadecimal numbers': (text) =>
		escapeCodes(text, (code) => `&#x${code.toString(16)};`),
	'as HTML with line breaks': (text) => escapeHtml(text).replace(/\n/g, '<br />'),
	'as a URL': encodeURIComponent,
	'as a URL in lower case': (text) =>
		encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
	'as a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
	'as a URL with every byte escaped': (text) => escapeBytes(text, '%'),
	'as bytes in a log': (text) => escapeBytes(text, '\\x'),
	'as a URL in JSON in HTML': (text) => escapeHtml(toJson(`"${encodeURIComponent(text)}`).slice(2)),
	'with lines collapsed': (text) => text.replace(/\s+/g, ' ').trim(),
	'without blanks': (text) => text.replace(/\s+/g, ''),
	'broken into other lines': (text) => text.replace(/.{5}/gu, '$&\r\n\t'),
	'with invisible characters': (text) => text.replace(/.{5}/gu, '$&\u200b\u00ad'),
};
