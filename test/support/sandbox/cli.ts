/**
 * Starts the sandboxes for somebody who has no account at a vendor, prints what to enter, and stays until Ctrl-C.
 * With `--port <number>` they listen on that port and those after it, so that saved credentials stay valid.
 */

import { parseArgs } from 'node:util';
import { startSandboxes, credentials } from './';
import { vendors } from '../vendors';

/** The last port that leaves one for each vendor. */
const lastPort = 65_536 - vendors.length;

/** @throws for anything but a usable port */
function wantedPort(): number | undefined {
	const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;
	if (port === undefined) return undefined;
	const number = Number(port);
	if (!/^\d+$/.test(port) || number < 1 || number > lastPort)
		throw new Error(`--port must be from 1 to ${lastPort}, not ${port}`);
	return number;
}

async function main() {
	const first = wantedPort();
	const sandboxes = await startSandboxes(
		first === undefined
			? {}
			: { ports: Object.fromEntries(vendors.map(({ key }, index) => [key, first + index])) },
	);
	const end = () => void sandboxes.close();
	process.once('SIGINT', end);
	process.once('SIGTERM', end);

	const rows = Object.entries(credentials(sandboxes)).flatMap(([vendor, fields]) =>
		Object.entries(fields).map(([field, value], index) => [
			index === 0 ? vendor : '',
			field,
			value,
		]),
	);
	rows.unshift(['Vendor', 'Field', 'Value']);
	const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)) + 2);
	for (const [vendor, field, value] of rows)
		console.log(vendor.padEnd(widths[0]) + field.padEnd(widths[1]) + value);
	console.log('\nAll data is invented, and gone when you end this with Ctrl-C.');
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
