import { UserError } from './n8n/userError';

/**
 * Runs a script and exits with its code, as open connections or the timers of n8n-core would keep the process alive.
 *
 * @param main - Returns the exit code, 0 by default. One that takes the signal cleans up when it is aborted.
 */
export function runScript(main: (signal: AbortSignal) => Promise<number | void>): void {
	const controller = new AbortController();
	if (main.length > 0) {
		for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => controller.abort());
	}
	main(controller.signal).then(
		(code) => process.exit(code ?? 0),
		(error: Error) => {
			// The user ended it: nothing to explain, and not a success.
			if (controller.signal.aborted) process.exit(130);
			console.error(`\n${error instanceof UserError ? error.message : error.stack}`);
			process.exit(1);
		},
	);
}
