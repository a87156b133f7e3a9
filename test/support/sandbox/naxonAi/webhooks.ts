import type { State } from './state';

/**
 * Calls every webhook with a keyword that the message contains. How the vendor finds keywords is not documented: here a
 * keyword is a part of the text, without regard to case.
 */
export function notify(state: State, message: string, bodyOf: (keyword: string) => unknown) {
	for (const { url, keywords } of state.webhooks) {
		for (const keyword of keywords.filter((word) =>
			message.toLowerCase().includes(word.toLowerCase()),
		)) {
			state.outbox.push({ url, body: bodyOf(keyword) });
		}
	}
}
