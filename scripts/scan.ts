/**
 * Applies the rules of n8n's own scanner, by which n8n decides on verification, to the sources and to what is packed.
 * The scanner itself would fetch a published version; here its rules are applied to this folder.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packProject, projectFolder } from './n8n/npm';
import { runScript } from './runScript';

runScript(async () => {
	const { execa } = await import('execa');
	const { analyzePackage, SOURCE_FILE_PATTERNS } =
		await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const folder = await mkdtemp(join(tmpdir(), 'scan-'));
	try {
		await execa('tar', ['-xzf', await packProject(folder), '-C', folder]);
		const source = await analyzePackage(projectFolder, SOURCE_FILE_PATTERNS);
		const packed = await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json']);
		for (const [what, { passed, message, details = '' }] of Object.entries({ source, packed }))
			console.log(`scanner, ${what}: ${passed ? 'passed' : `${message}\n${details}`}`);
		return source.passed && packed.passed ? 0 : 1;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
