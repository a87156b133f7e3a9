import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/engine';

/** The files below a folder of the project that end in this way, by their path in the project. */
export const filesIn = (folder: string, ending: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file));
