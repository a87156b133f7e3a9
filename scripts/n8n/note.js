'use strict';

/**
 * `node scripts/n8n/note.js oldest|middle|newest`: lets npm resolve that n8n anew and notes what it found, for when a version
 * in versions.js was changed.
 */

const { mkdtemp, readFile, rm, writeFile } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { runNpm } = require('./npm');
const { lockFileOf, releases } = require('./versions');

/** What npm needs to install a package; its address is the registry's that npm is set to. */
const needed = new Set([
	...[
		'name',
		'version',
		'integrity',
		'bin',
		'optional',
		'os',
		'cpu',
		'libc',
		'dependencies',
		'optionalDependencies',
	],
	...['peerDependencies', 'peerDependenciesMeta', 'inBundle', 'bundleDependencies'],
]);

/** @param {string} text a package-lock.json @returns {string} the same in short: a line for each package */
function shorten(text) {
	const { name, lockfileVersion, requires, packages } = JSON.parse(text);
	const lines = Object.entries(packages).map(([path, entry]) => {
		const kept = Object.fromEntries(Object.entries(entry).filter(([key]) => needed.has(key)));
		return `\t\t${JSON.stringify(path)}: ${JSON.stringify(kept)}`;
	});
	const head = Object.entries({ name, lockfileVersion, requires }).map(
		([key, value]) => `\t"${key}": ${JSON.stringify(value)},`,
	);
	return ['{', ...head, '\t"packages": {', lines.join(',\n'), '\t}', '}', ''].join('\n');
}

/** @param {import('./versions').Release} release */
async function note(release) {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-note-'));
	try {
		await writeFile(join(folder, 'package.json'), JSON.stringify(release.manifest));
		await runNpm(['install', '--package-lock-only', '--legacy-peer-deps', '--ignore-scripts'], {
			cwd: folder,
			node: process.execPath,
		});
		await writeFile(
			lockFileOf(release),
			shorten(await readFile(join(folder, 'package-lock.json'), 'utf8')),
		);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

if (require.main === module) {
	const release = /** @type {Record<string, import('./versions').Release>} */ (releases)[
		process.argv[2]
	];
	if (!release) throw new Error(`Name one of ${Object.keys(releases).join(', ')}.`);
	void note(release);
}

module.exports = { shorten };
