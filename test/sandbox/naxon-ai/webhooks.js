'use strict';

/**
 * Tells every webhook whose keywords stand in a message. How the vendor finds them is not documented: here a keyword is a
 * part of the text, whatever its capital letters.
 * @param {import('./seed.js').State} state @param {string} message @param {(keyword: string) => any} bodyOf
 */
function notify(state, message, bodyOf) {
	for (const { url, keywords } of state.webhooks) {
		for (const keyword of keywords.filter((word) =>
			message.toLowerCase().includes(word.toLowerCase()),
		)) {
			state.outbox.push({ url, body: bodyOf(keyword) });
		}
	}
}

module.exports = { notify };
