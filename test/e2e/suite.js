'use strict';

/** What a suite of the end-to-end tests is, and how it is run. */

/**
 * @typedef {object} Ground what every suite stands on
 * @property {string} tarball the package as it would be published
 * @property {string} reports a folder for what a person may want to look at afterwards
 * @property {boolean} screenshots whether the README's pictures are to be made anew
 * @property {import('../../scripts/n8n/progress').Progress} progress
 * @property {AbortSignal} signal ends everything, with all put away
 *
 * @typedef {(name: string, work: () => Promise<string|void>) => Promise<void>} Check does something and notes a row for it;
 *   what `work` gives stands in the table, what it throws fails the row and nothing else
 *
 * @typedef {object} Row
 * @property {string} suite
 * @property {string} name
 * @property {string} detail what was seen, in a few words
 * @property {string|undefined} error
 * @property {number} milliseconds
 *
 * @typedef {object} Suite
 * @property {string[]} [debian] the Debian packages that it needs
 * @property {number} rows how many rows it has at least: a suite that stops half-way is no success
 * @property {(ground: Ground, check: Check) => Promise<void>} run ends what it started, whatever happens
 */

/**
 * @param {string} name @param {Suite} suite @param {Ground} ground
 * @returns {Promise<Row[]>} its rows; one more, which failed, where it broke off or has too few
 */
async function performSuite(name, suite, ground) {
	/** @type {Row[]} */
	const rows = [];
	const started = performance.now();
	/** @param {string} what @param {string} detail @param {any} error @param {number} since */
	const note = (what, detail, error, since) => {
		const words = error === undefined ? undefined : String(error?.message ?? error);
		rows.push({
			suite: name,
			name: what,
			detail,
			error: words,
			milliseconds: performance.now() - since,
		});
		ground.progress.say(
			`  ${words === undefined ? 'ok    ' : 'FAILED'} ${what}${detail && ` (${detail})`}${words === undefined ? '' : `: ${words}`}`,
		);
	};
	/** @type {Check} */
	const check = async (what, work) => {
		ground.signal.throwIfAborted();
		const since = performance.now();
		await work().then(
			(detail) => note(what, detail ?? '', undefined, since),
			(error) => note(what, '', error, since),
		);
	};
	try {
		await suite.run(ground, check);
		if (rows.length < suite.rows)
			throw new Error(`it has ${rows.length} rows instead of ${suite.rows}`);
	} catch (error) {
		if (ground.signal.aborted) throw error;
		note('the suite itself', '', error, started);
	}
	return rows;
}

module.exports = { performSuite };
