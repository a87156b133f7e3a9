'use strict';

/** Loads one package as n8n does when it starts. */

const { createRequire, Module } = require('node:module');
const { dirname, resolve } = require('node:path');

/** @type {{ n8n: string, folder: string }} */
const job = JSON.parse(process.argv[2]);

async function main() {
	const fromN8n = createRequire(job.n8n);
	// n8n lends packages its own modules in the same way.
	process.env.NODE_PATH = resolve(dirname(job.n8n), '..', '..');
	/** @type {any} */ (Module)._initPaths();
	fromN8n('reflect-metadata');
	const { Container } = fromN8n('@n8n/di');
	const { InstanceSettings, PackageDirectoryLoader } = fromN8n('n8n-core');
	void Container.get(InstanceSettings);
	const started = performance.now();
	const loader = new PackageDirectoryLoader(job.folder);
	await loader.loadAll();
	const milliseconds = performance.now() - started;
	process.stdout.write(
		`\n${JSON.stringify({ milliseconds, nodes: Object.keys(loader.nodeTypes).length })}\n`,
	);
}

main().then(
	() => process.exit(0),
	(error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exit(1);
	},
);
