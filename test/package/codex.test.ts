/** The words by which n8n's node panel finds the nodes. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/engine';
import type { Codex } from './descriptions';
import { filesIn } from './files';
import manifest from '../../package.json';

/** Anything but English: n8n verifies only packages whose interface is in English. */
const foreign = /[^\x20-\x7e]/;

test.each(filesIn('nodes', '.node.json'))('%s is in English', (file) => {
	const { alias, categories }: Codex = JSON.parse(readFileSync(join(root, file), 'utf8'));
	expect(alias.length).toBeGreaterThan(0);
	expect([...alias, ...categories].filter((word) => foreign.test(word))).toEqual([]);
	expect(new Set(alias.map((word) => word.toLowerCase())).size).toBe(alias.length);
});

test('what npm shows of the package is in English', () => {
	expect([manifest.description, ...manifest.keywords].filter((text) => foreign.test(text))).toEqual(
		[],
	);
});
