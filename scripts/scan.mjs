/**
 * Applies the rules of n8n's own scanner, by which n8n decides on verification, to the sources and to what is packed.
 * The scanner itself would fetch a published version; here its rules are applied to this folder, without any download.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const folder = mkdtempSync(join(tmpdir(), 'scan-'));
try {
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	);
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	const source = await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS);
	const packed = await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json']);
	for (const [what, { passed, message, details }] of Object.entries({ source, packed })) {
		console.log(`scanner, ${what}: ${passed ? 'passed' : `${message}\n${details ?? ''}`}`);
		if (!passed) process.exitCode = 1;
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
