'use strict';

/** The four vendors as a start needs them: which sandbox stands for each, and what it takes to log in there. */

/** @typedef {import('../../test/sandbox').Sandbox} Sandbox */
/** @typedef {import('../../test/sandbox').Name} VendorKey */
/** @typedef {import('../../test/sandbox').Sandboxes} Sandboxes */

/**
 * @typedef {object} DemoVendor
 * @property {VendorKey} key the name of its sandbox
 * @property {string} name as the names of its example workflows begin
 * @property {string} type of its credential
 * @property {(sandbox: Sandbox) => Record<string, string>} login the credential's fields
 */

/** @type {DemoVendor[]} */
const demoVendors = [
	{
		key: 'selarti',
		name: 'Selarti',
		type: 'selartiApi',
		login: ({ url }) => ({
			baseUrl: url,
			advancedBaseUrl: url,
			apiKey: require('../../test/sandbox/selarti').known.key,
		}),
	},
	{
		key: 'anycom',
		name: 'AnyCom',
		type: 'anyComApi',
		login: ({ url }) => {
			const { key, user } = require('../../test/sandbox/anycom').known;
			return { baseUrl: `${url}/`, authKey: key, authUser: user };
		},
	},
	{
		key: 'naxonAi',
		name: 'Naxon AI',
		type: 'naxonAiApi',
		login: ({ url }) => ({
			baseUrl: url,
			apiToken: require('../../test/sandbox/naxon-ai').known.token,
		}),
	},
	{
		key: 'vardast',
		name: 'Vardast',
		type: 'vardastApi',
		login: ({ url }) => ({
			baseUrl: `${url}/uaa/public`,
			apiKey: require('../../test/sandbox/vardast').known.apiKey,
		}),
	},
];

module.exports = { demoVendors };
