'use strict';

/** What it costs n8n to load the package when it starts, beside published packages for chat services. */

const { mkdir, readdir, stat, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { runNpm } = require('../n8n/npm');
const { measureApart } = require('./children');
const { interleave } = require('./measure');

/** Community packages for chat services, at the versions they were compared at. */
const others = {
	'n8n-nodes-evolution-api': '1.0.4',
	'@devlikeapro/n8n-nodes-chatwoot': '1.0.2',
	'@respond-io/n8n-nodes-respond-io': '1.3.6',
};

/** @param {string} folder @returns {Promise<number>} the bytes of all files in it */
async function bytesIn(folder) {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	const sizes = entries
		.filter((entry) => entry.isFile())
		.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {number} bytes as installed, with what it brings along
 * @property {string} folder
 */

/**
 * @param {string} root @param {string} name @param {string} what as npm installs it @param {AbortSignal} [signal]
 * @returns {Promise<Package>}
 */
async function install(root, name, what, signal) {
	const home = join(root, name.replace(/\W+/g, '-'));
	await mkdir(home, { recursive: true });
	await writeFile(
		join(home, 'package.json'),
		JSON.stringify({ name: 'installed-node', private: true }),
	);
	await runNpm(['install', '--ignore-scripts', '--legacy-peer-deps', what], {
		cwd: home,
		node: process.execPath,
		signal,
	});
	const folder = join(home, 'node_modules', name);
	const { version } = require(join(folder, 'package.json'));
	return { name, version, bytes: await bytesIn(join(home, 'node_modules')), folder };
}

/**
 * @param {object} options
 * @param {import('../n8n/fetch').Runtime} options.runtime
 * @param {string} options.tarball this package
 * @param {string} options.folder where the packages are put
 * @param {number} options.rounds
 * @param {(line: string) => void} options.say
 * @param {AbortSignal} [options.signal]
 */
async function loading({ runtime, tarball, folder, rounds, say, signal }) {
	const own = require('../../package.json').name;
	/** @type {Package[]} */
	const packages = [await install(folder, own, tarball, signal)];
	for (const [name, version] of Object.entries(others))
		packages.push(await install(folder, name, `${name}@${version}`, signal));
	const script = join(__dirname, 'loading-child.js');
	const ways = Object.fromEntries(
		packages.map((each) => [
			each.name,
			() =>
				measureApart(runtime.node, [
					script,
					JSON.stringify({ n8n: runtime.n8n, folder: each.folder }),
				]),
		]),
	);
	return { packages, results: await interleave(rounds, ways, say) };
}

module.exports = { loading };
