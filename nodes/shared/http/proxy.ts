import type { IHttpRequestOptions } from 'n8n-workflow';

import { trimmed } from '../util/text';

/**
 * The proxy in Request Options, as n8n's requests take it. The port is read from the text, because an address object
 * does not show the port that is the default of its scheme.
 *
 * @param text an address with a scheme and a port
 * @returns undefined if it is none
 */
export function parseProxy(text: unknown): IHttpRequestOptions['proxy'] | undefined {
	const address = trimmed(String(text));
	const [, port] = /^https?:\/\/[^/?#]*:(\d{1,5})\/?$/i.exec(address) ?? [];
	if (!port || !URL.canParse(address)) return undefined;
	const { protocol, hostname, username, password } = new URL(address);
	const auth = { username: decode(username), password: decode(password) };
	return {
		host: hostname,
		port: Number(port),
		protocol: protocol.slice(0, -1),
		...(username !== '' && { auth }),
	};
}

/** A user or a password may have a percent sign that encodes nothing. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
