'use strict';

/**
 * Says what is being done and for how long: on one line that changes where there is a terminal,
 * on a line every 15 seconds where there is none (CI).
 */

/** @typedef {{ columns?: number, isTTY?: boolean, write(text: string): unknown }} Output */
/** @typedef {ReturnType<typeof createProgress>} Progress */

/** @param {number} milliseconds */
function seconds(milliseconds) {
	const all = milliseconds / 1000;
	if (all < 10) return `${all.toFixed(1)} s`;
	return all < 120
		? `${Math.round(all)} s`
		: `${Math.floor(all / 60)} min ${Math.round(all % 60)} s`;
}

/** @param {number} bytes */
function size(bytes) {
	return bytes < 1e9
		? `${Math.max(0, Math.round(bytes / 1e6))} MB`
		: `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * @param {Output} out
 * @param {{ every?: number }} [options] `every`: milliseconds between two lines without a terminal
 */
function createProgress(out, { every = 15_000 } = {}) {
	/** @param {string} line */
	const say = (line) => void out.write(`${line}\n`);

	/**
	 * Runs a step and shows it. Nothing is left on a terminal if the step fails: its error says more.
	 * @template T
	 * @param {string} label
	 * @param {() => Promise<T>} work
	 * @param {() => Promise<string>} [measure] something that grows, e.g. "1.2 GB"
	 * @returns {Promise<T>}
	 */
	async function step(label, work, measure) {
		const started = Date.now();
		const draw = async () => {
			const grown = measure ? `, ${await measure().catch(() => '')}` : '';
			return `${label} … ${seconds(Date.now() - started)}${grown}`.slice(
				0,
				(out.columns ?? 120) - 1,
			);
		};
		let running = true;
		const tick = async () => {
			const line = await draw();
			if (!running) return;
			if (out.isTTY) out.write(`\r\x1b[2K${line}`);
			else say(line);
		};
		if (!out.isTTY) say(`${label} …`);
		else await tick();
		const timer = setInterval(() => void tick(), out.isTTY ? 500 : every);
		try {
			const result = await work();
			running = false;
			if (out.isTTY) out.write('\r\x1b[2K');
			say(`${label}: ${seconds(Date.now() - started)}`);
			return result;
		} finally {
			if (running && out.isTTY) out.write('\r\x1b[2K');
			running = false;
			clearInterval(timer);
		}
	}

	return { say, step };
}

module.exports = { createProgress, seconds, size };
