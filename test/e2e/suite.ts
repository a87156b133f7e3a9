/** What a suite of the end-to-end tests is, and how it is run. */

import type { Progress } from '../../scripts/n8n/progress';

/** what every suite stands on */
export interface Ground {
	/** the package as it would be published */
	tarball: string;
	/** a folder for what a person may want to look at afterwards */
	reports: string;
	/** whether the README's pictures are to be made anew */
	screenshots: boolean;
	progress: Progress;
	/** ends everything, with all put away */
	signal: AbortSignal;
}

/**
 * does something and notes a row for it;
 *   what `work` gives stands in the table, what it throws fails the row and nothing else
 */
export type Check = (name: string, work: () => Promise<string | void>) => Promise<void>;

export interface Row {
	suite: string;
	name: string;
	/** what was seen, in a few words */
	detail: string;
	error: string | undefined;
	milliseconds: number;
}

export interface Suite {
	/** the Debian packages that it needs */
	debian?: string[];
	/** how many rows it has at least: a suite that stops half-way is no success */
	rows: number;
	/** ends what it started, whatever happens */
	run: (ground: Ground, check: Check) => Promise<void>;
}

/** @returns its rows; one more, which failed, where it broke off or has too few */
export async function performSuite(name: string, suite: Suite, ground: Ground): Promise<Row[]> {
	const rows: Row[] = [];
	const started = performance.now();
	const note = (what: string, detail: string, error: any, since: number) => {
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
	const check: Check = async (what, work) => {
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
