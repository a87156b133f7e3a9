/** Loaded into n8n's process: on SIGUSR2 it collects the garbage and writes what is left, in bytes, to a file. */

import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
	collect();
	const { heapUsed, external } = process.memoryUsage();
	const file = `${process.env.N8N_USER_FOLDER}/live-memory-${process.pid}`;
	// The reader sees the whole number or no file.
	writeFileSync(`${file}.part`, String(heapUsed + external));
	renameSync(`${file}.part`, file);
});
