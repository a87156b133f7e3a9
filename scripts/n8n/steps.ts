import { Listr, PRESET_TIMER } from 'listr2';

export function formatDuration(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	const rounded = Math.round(seconds);
	if (rounded < 120) return `${rounded} s`;
	return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}

export const formatBytes = (bytes: number): string =>
	bytes < 1e9 ? `${Math.max(0, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * Runs a step with a spinner on a terminal, and with plain lines elsewhere.
 *
 * @param measure - Returns how far the step is, e.g. "1.2 GB".
 */
export async function runStep<T>(
	title: string,
	work: () => Promise<T>,
	measure?: () => Promise<string>,
): Promise<T> {
	let failure: unknown;
	const step = new Listr<{ result?: T }>(
		{
			title,
			task: async (context, task) => {
				let isMeasuring = false;
				const show = async () => {
					if (isMeasuring) return;
					isMeasuring = true;
					task.output = (await measure?.().catch(() => undefined)) ?? '';
					isMeasuring = false;
				};
				const timer = measure && setInterval(show, process.stdout.isTTY ? 2_000 : 30_000);
				try {
					context.result = await work();
				} catch (error) {
					failure = error;
					// The caller reports the rest.
					throw new Error((error as Error).message.split('\n')[0]);
				} finally {
					clearInterval(timer);
				}
			},
		},
		{
			// The scripts handle signals themselves.
			registerSignalListeners: false,
			rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
			fallbackRendererOptions: { timer: PRESET_TIMER },
		},
	);
	const { result } = await step.run().catch(() => {
		throw failure;
	});
	return result as T;
}
