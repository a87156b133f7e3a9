/**
 * `npm run save`, once for every release: keeps workflows that use everything this version has, so that the tests of later
 * versions show whether they still do what they did.
 */

import '../test/support/engine/setup';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { loadPackage, nodeTypeOf } from '../test/support/engine';
import { startSandboxes } from '../test/support/sandbox';
import { save } from '../test/support/workflows/save';
import { folder } from '../test/support/workflows/saved';
import { UserError } from './n8n/userError';
import { runScript } from './runScript';

runScript(async () => {
	const target = join(folder, version);
	if (existsSync(target)) {
		throw new UserError(
			`The workflows of ${version} are saved already, and what was released never changes. If ${version} was never released, remove ${target} first.`,
		);
	}
	const loader = await loadPackage();
	const sandboxes = await startSandboxes();
	const descriptionOf = (name: string) => nodeTypeOf(loader, name).description;
	const { files, nodes } = await save(version, descriptionOf, sandboxes);
	console.log(`${files} workflows with ${nodes} nodes are kept for ${version}.`);
	await sandboxes.close();
});
