/**
 * Tells every webhook whose keywords stand in a message. How the vendor finds them is not documented: here a keyword is a
 * part of the text, whatever its capital letters.
 */

import type { State } from './seed';

export function notify(state: State, message: string, bodyOf: (keyword: string) => any) {
	for (const { url, keywords } of state.webhooks) {
		for (const keyword of keywords.filter((word) =>
			message.toLowerCase().includes(word.toLowerCase()),
		)) {
			state.outbox.push({ url, body: bodyOf(keyword) });
		}
	}
}
