'use strict';

/** Every credential, saved in n8n and tested by n8n's own call, as the editor does when somebody saves one. */

const { demoVendors } = require('../../../scripts/n8n/vendors');

/** @typedef {import('../instance').Instance} Instance */

/**
 * @typedef {object} Tried
 * @property {string} type
 * @property {any} good the fields
 * @property {any} bad the fields that are wrong then
 * @property {RegExp} says what the message must tell of them
 */

/** What does not open anything; it must not be seen in any message. */
const WRONG = 'wr0ng-and-not-to-be-shown';

/** For each vendor's key: the field, and what is said of a wrong one. @type {Record<string, { field: string, says: RegExp }>} */
const keys = {
	selartiApi: { field: 'apiKey', says: /API key/i },
	anyComApi: { field: 'authKey', says: /authentication key .*Check Auth Key/ },
	naxonAiApi: { field: 'apiToken', says: /Naxon AI does not accept this token: check it/ },
	vardastApi: { field: 'apiKey', says: /Vardast does not know this API key\. Copy it again/ },
};

/** @param {Instance} instance @returns {Tried[]} */
function credentialsOf({ sandboxes }) {
	const vendors = demoVendors.map(({ key, type, login }) => {
		const { field, says } = keys[type];
		return { type, good: login(sandboxes[key]), bad: { [field]: WRONG }, says };
	});
	const secret = {
		token: 'a-token-that-is-long-enough',
		headerName: 'X-Webhook-Secret',
		headerValue: 'long-enough',
	};
	const webhooks = ['selartiWebhookApi', 'naxonAiWebhookApi'].map((type) => ({
		type,
		good: secret,
		bad: { token: `${WRONG}?` },
		says: /has a Token with other characters than/,
	}));
	return [...vendors, ...webhooks];
}

/** @param {Instance} instance @param {Tried} tried @returns {Promise<string>} what was seen */
async function tryOut({ api }, { type, good, bad, says }) {
	/** @param {string} name @param {any} data @returns {Promise<{ status: string, message: string }>} of what n8n has stored */
	const tested = async (name, data) => {
		const { id } = await api.createCredential({ name, type, data });
		const stored = await api.request('GET', `/credentials/${id}?includeData=true`);
		const shown = JSON.stringify(stored.data);
		for (const secret of [
			data.token,
			data.apiKey,
			data.authKey,
			data.apiToken,
			data.headerValue,
		].filter(Boolean)) {
			if (shown.includes(secret))
				throw new Error('n8n shows the secret to the editor: its field is no password');
		}
		// The editor sends back what it was given, in which secrets are blanked out.
		return await api.request('POST', '/credentials/test', {
			credentials: { id, name, type, data: stored.data },
		});
	};
	const accepted = await tested(`${type}: right`, good);
	if (accepted.status !== 'OK')
		throw new Error(`a right credential was refused: ${accepted.message}`);
	const refused = await tested(`${type}: wrong`, { ...good, ...bad });
	if (refused.status !== 'Error') throw new Error('a wrong credential was accepted');
	if (refused.message.includes(WRONG)) throw new Error('the message shows the secret');
	if (!says.test(refused.message))
		throw new Error(`the message says "${refused.message}", not ${says}`);
	return `a wrong one: "${refused.message.length > 60 ? `${refused.message.slice(0, 60)}…` : refused.message}"`;
}

/** @param {Instance} instance @param {import('../suite').Check} check */
async function checkCredentials(instance, check) {
	for (const tried of credentialsOf(instance))
		await check(`credential ${tried.type}`, () => tryOut(instance, tried));
}

module.exports = { checkCredentials };
