'use strict';

/** Debian packages that a suite needs, fetched where they are missing. */

const { execFile } = require('node:child_process');
const { promisify } = require('node:util');

const run = promisify(execFile);

/** @param {string} name @returns {Promise<boolean>} */
async function isInstalled(name) {
	const { stdout } = await run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).catch(() => ({
		stdout: '',
	}));
	return stdout === 'installed';
}

/**
 * @param {string[]} names
 * @param {{ progress: import('../../scripts/n8n/progress').Progress, signal: AbortSignal }} context
 * @throws {Error} where they can't be installed
 */
async function provideDebian(names, { progress, signal }) {
	/** @type {string[]} */
	const missing = [];
	for (const name of new Set(names)) if (!(await isInstalled(name))) missing.push(name);
	if (missing.length === 0) return;
	const root = process.getuid?.() === 0;
	/** @param {string[]} args */
	const apt = async (args) => {
		const command = ['apt-get', '-y', '-q', ...args];
		// Debian starts a server that it has installed; the suites start their own, on ports of their own.
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
		await run(root ? command[0] : 'sudo', root ? command.slice(1) : ['-n', ...command], {
			env,
			signal,
			maxBuffer: 1e8,
		});
	};
	await progress.step(`Installing ${missing.join(', ')} from Debian`, async () => {
		await apt(['update']);
		await apt(['install', '--no-install-recommends', ...missing]);
	});
}

module.exports = { provideDebian };
