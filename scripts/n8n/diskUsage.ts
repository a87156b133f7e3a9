import { execFile } from 'node:child_process';
import { formatBytes } from './steps';

/**
 * @returns How much disk space a folder takes, in bytes, as du measures it, which is far faster than Node.js would be; NaN
 * where there is no du.
 */
export const diskUsage = (folder: string): Promise<number> =>
	new Promise((resolve) => {
		// When npm removes a file under its eyes, du fails and prints the sum all the same.
		execFile('du', ['-sk', folder], (_error, stdout) =>
			resolve(Number(/^\d+/.exec(stdout)?.[0] ?? NaN) * 1024),
		);
	});

/** How much of an installation is there, e.g. "1.2 GB so far"; empty where that cannot be measured. */
export async function describeProgress(folder: string): Promise<string> {
	const bytes = await diskUsage(folder);
	return Number.isNaN(bytes) ? '' : `${formatBytes(bytes)} so far`;
}
