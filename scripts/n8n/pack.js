'use strict';

/** Packs this project as it would be published. */

const { access, readdir } = require('node:fs/promises');
const { join, resolve } = require('node:path');
const { runNpm } = require('./npm');
const { StartError } = require('./start-error');

const project = resolve(__dirname, '..', '..');

/**
 * @param {string} folder where the tarball is put
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the package as it would be published
 * @throws {StartError} when it was not built
 */
async function pack(folder, signal) {
	await access(join(project, 'dist')).catch(() => {
		throw new StartError('There is no dist folder; run `npm run build` first.');
	});
	await runNpm(['pack', '--ignore-scripts', '--pack-destination', folder], {
		cwd: project,
		node: process.execPath,
		signal,
	});
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new StartError('npm pack made no tarball.');
	return join(folder, tarball);
}

module.exports = { pack };
