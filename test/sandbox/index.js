'use strict';

/** The four sandboxes together: strict servers on loopback that stand in for the vendors. */

const { startSandbox } = require('./server.js');

/**
 * @typedef {import('./server.js').Sandbox} Sandbox
 * @typedef {'selarti'|'anycom'|'naxonAi'|'vardast'} Name
 *
 * @typedef {object} Sandboxes
 * @property {Sandbox} selarti
 * @property {Sandbox} anycom
 * @property {Sandbox} naxonAi
 * @property {Sandbox} vardast
 * @property {() => Promise<void>} close ends all four
 */

const vendors = {
	selarti: require('./selarti.js'),
	anycom: require('./anycom.js'),
	naxonAi: require('./naxon-ai.js'),
	vardast: require('./vardast.js'),
};

/**
 * Starts all four on 127.0.0.1.
 * @param {object} [options]
 * @param {Partial<Record<Name, number>>} [options.ports] a free one where left out
 * @returns {Promise<Sandboxes>}
 * @throws {Error} when a port is taken; none of the four is left running then
 */
async function startSandboxes({ ports = {} } = {}) {
	/** @type {Sandbox[]} */
	const started = [];
	/** @param {import('./server.js').Vendor} vendor @param {number} [port] */
	const start = async (vendor, port) => {
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
 * @param {Sandboxes} sandboxes
 * @returns {Record<string, Record<string, string>>}
 */
function credentials({ selarti, anycom, naxonAi, vardast }) {
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

module.exports = { startSandboxes, credentials };
