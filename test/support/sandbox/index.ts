/** The four sandboxes together: strict servers on loopback that stand in for the vendors. */

import { startSandbox } from './server';
import type { Vendor } from './types';
import type { Sandbox } from './server';

export type Name = 'selarti' | 'anycom' | 'naxonAi' | 'vardast';

export interface Sandboxes {
	selarti: Sandbox;
	anycom: Sandbox;
	naxonAi: Sandbox;
	vardast: Sandbox;
	/** ends all four */
	close: () => Promise<void>;
}

const vendors = {
	selarti: require('./selarti'),
	anycom: require('./anyCom'),
	naxonAi: require('./naxonAi'),
	vardast: require('./vardast'),
};

/**
 * Starts all four on 127.0.0.1.
 *
 * @throws when a port is taken; none of the four is left running then
 */
export async function startSandboxes({
	ports = {},
}: {
	/** a free one where left out */
	ports?: Partial<Record<Name, number>>;
} = {}): Promise<Sandboxes> {
	const started: Sandbox[] = [];
	const start = async (vendor: Vendor, port?: number) => {
		const sandbox = await startSandbox(vendor, port);
		started.push(sandbox);
		return sandbox;
	};
	const close = async () => {
		await Promise.all(started.map((sandbox) => sandbox.close()));
	};
	try {
		return {
			selarti: await start(vendors.selarti.selarti, ports.selarti),
			anycom: await start(vendors.anycom.anycom, ports.anycom),
			naxonAi: await start(vendors.naxonAi.naxonAi, ports.naxonAi),
			vardast: await start(vendors.vardast.vardast, ports.vardast),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/**
 * What somebody without an account enters to use the sandboxes: a title and pairs of field and value for each vendor.
 */
export function credentials({
	selarti,
	anycom,
	naxonAi,
	vardast,
}: Sandboxes): Record<string, Record<string, string>> {
	return {
		Selarti: {
			'Base URL': selarti.url,
			'Advanced API URL': selarti.url,
			'API Key': vendors.selarti.known.key,
		},
		AnyCom: {
			'Base URL': anycom.url,
			'Auth Key': vendors.anycom.known.key,
			'Auth User': vendors.anycom.known.user,
		},
		'Naxon AI': { 'Base URL': naxonAi.url, 'API Token': vendors.naxonAi.known.token },
		Vardast: { 'Base URL': `${vardast.url}/uaa/public`, 'API Key': vendors.vardast.known.apiKey },
	};
}
