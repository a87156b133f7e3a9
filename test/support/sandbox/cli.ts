/**
 * Starts the sandboxes for users without an account, prints what to enter in the credentials, and runs until Ctrl-C.
 * With `--port <number>` they listen on that port and those after it, so that saved credentials stay valid.
 */

import { vendors } from '../vendors';
import { credentials, startSandboxes } from './';
import { portOption } from './portOption';

/** A table with one row per field. */
function table(given: Record<string, Record<string, string>>): string {
	const rows = Object.entries(given).flatMap(([vendor, fields]) =>
		Object.entries(fields).map(([field, value], index) => [
			index === 0 ? vendor : '',
			field,
			value,
		]),
	);
	rows.unshift(['Vendor', 'Field', 'Value']);
	const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)) + 2);
	return rows
		.map(([vendor, field, value]) => vendor.padEnd(widths[0]) + field.padEnd(widths[1]) + value)
		.join('\n');
}

async function main() {
	const first = portOption(process.argv.slice(2), vendors.length);
	const ports =
		first === undefined
			? {}
			: Object.fromEntries(vendors.map(({ key }, index) => [key, first + index]));
	const sandboxes = await startSandboxes({ ports });
	const end = () => void sandboxes.close();
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	console.log(table(credentials(sandboxes)));
	console.log('\nAll data is invented, and deleted when you end the sandboxes with Ctrl-C.');
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
