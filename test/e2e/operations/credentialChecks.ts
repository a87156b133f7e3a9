/**
 * Every credential, saved in n8n and tested by n8n's own call, as the editor does when somebody saves one.
 */

import { demoVendors } from '../../../scripts/n8n/vendors';
import type { Instance } from '../instance';
import type { Check } from '../suite';

export interface Tried {
	type: string;
	/** the fields */
	good: any;
	/** the fields that are wrong then */
	bad: any;
	/** what the message must tell of them */
	says: RegExp;
}

/** What does not open anything; it must not be seen in any message. */
const WRONG = 'wr0ng-and-not-to-be-shown';

/** For each vendor's key: the field, and what is said of a wrong one. */
const keys: Record<string, { field: string; says: RegExp }> = {
	selartiApi: { field: 'apiKey', says: /API key/i },
	anyComApi: { field: 'authKey', says: /authentication key .*Check Auth Key/ },
	naxonAiApi: { field: 'apiToken', says: /Naxon AI does not accept this token: check it/ },
	vardastApi: { field: 'apiKey', says: /Vardast does not know this API key\. Copy it again/ },
};

function credentialsOf({ sandboxes }: Instance): Tried[] {
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

/** @returns what was seen */
async function tryOut({ api }: Instance, { type, good, bad, says }: Tried): Promise<string> {
	/** @returns of what n8n has stored */
	const tested = async (name: string, data: any): Promise<{ status: string; message: string }> => {
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

export async function checkCredentials(instance: Instance, check: Check) {
	for (const tried of credentialsOf(instance))
		await check(`credential ${tried.type}`, () => tryOut(instance, tried));
}
