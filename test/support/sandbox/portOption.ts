import { parseArgs } from 'node:util';

/**
 * The option `--port` of the command.
 *
 * @param args of the command line
 * @param count of the ports that are needed, from the given one on
 * @returns undefined when the option is left out
 * @throws for an invalid port
 */
export function portOption(args: string[], count: number): number | undefined {
	const { port } = parseArgs({ args, options: { port: { type: 'string' } } }).values;
	if (port === undefined) return undefined;
	const last = 65_536 - count;
	const number = Number(port);
	if (!/^\d+$/.test(port) || number < 1 || number > last)
		throw new Error(`--port must be from 1 to ${last}, not ${port}`);
	return number;
}
