/** Replaces secret values in a text. A short value may be part of an ordinary word, so it is replaced only as a whole word. */
export function redact(text: string, redacted: readonly string[] = []): string {
	let result = text;
	// A vendor may quote what it was sent as JSON.
	const forms = new Set(redacted.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
	for (const value of [...forms].sort((a, b) => b.length - a.length)) {
		if (value.length >= 6) {
			result = result.split(value).join('[hidden]');
		} else if (value !== '') {
			const alone = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
			result = result.replace(
				new RegExp(`(?<![\\p{L}\\p{N}])${alone}(?![\\p{L}\\p{N}])`, 'gu'),
				'[hidden]',
			);
		}
	}
	return result;
}
