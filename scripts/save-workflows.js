'use strict';

/**
 * `npm run save`, once for every release: keeps workflows that use everything this version has, so that the tests of later
 * versions can see whether they still do what they did.
 */

require('../test/engine/setup');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { loadPackage } = require('../test/engine');
const { startSandboxes } = require('../test/sandbox');
const { folder } = require('../test/workflows/saved');
const { save } = require('../test/workflows/save');
const { version } = require('../package.json');

async function main() {
	if (existsSync(join(folder, version))) {
		throw new Error(
			`The workflows of ${version} are saved already, and what was released never changes. If ${version} was never released, remove ${join('test', 'e2e', 'upgrade', version)} first.`,
		);
	}
	const loader = await loadPackage();
	const sandboxes = await startSandboxes();
	try {
		const { files, nodes } = await save(
			version,
			(name) => loader.nodeTypes[name].type.description,
			sandboxes,
		);
		process.stdout.write(`${files} workflows with ${nodes} nodes are kept for ${version}.\n`);
	} finally {
		await sandboxes.close();
	}
}

main().then(
	() => process.exit(0),
	(error) => {
		process.stderr.write(`${error.message}\n`);
		process.exit(1);
	},
);
