/** What a suite of the end-to-end tests is, and how it is run. */

/** What every suite is given. */
export interface SuiteContext {
	/** The path of the package as it would be published. */
	tarball: string;
	/** A folder for screenshots, which is kept after the run. */
	reportsFolder: string;
	/** Whether the pictures in docs/images are replaced. */
	updateScreenshots: boolean;
	/** Ends the suite, which cleans up before it throws. */
	signal: AbortSignal;
}

/**
 * Runs a check and records its result. What `work` returns is shown in the table; what it throws fails this check and
 * nothing else.
 */
export type Check = (name: string, work: () => Promise<string | void>) => Promise<void>;

export interface CheckResult {
	suite: string;
	name: string;
	/** What was observed, in a few words. */
	detail: string;
	error: string | undefined;
	milliseconds: number;
}

export interface Suite {
	/** The name by which `--only` selects it. */
	name: string;
	/** What it covers, in one line. */
	description: string;
	debianPackages: readonly string[];
	/** How many checks it has at least: a suite that ends too early must not pass. */
	expectedChecks: number;
	/** Ends whatever it started, on failure too. */
	run(context: SuiteContext, check: Check): Promise<void>;
}

const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

function report({ name, detail, error }: CheckResult): void {
	const status = error === undefined ? 'ok    ' : 'FAILED';
	const details = detail && ` (${detail})`;
	console.log(`  ${status} ${name}${details}${error === undefined ? '' : `: ${error}`}`);
}

/**
 * @returns The results of its checks, and a failed one if it broke off or had too few of them.
 * @throws When the signal is aborted.
 */
export async function runSuite(suite: Suite, context: SuiteContext): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	const record = async (name: string, work: () => Promise<string | void>): Promise<void> => {
		const started = performance.now();
		const outcome = await work().then(
			(detail) => ({ detail: detail ?? '', error: undefined }),
			(error: unknown) => ({ detail: '', error: messageOf(error) }),
		);
		const milliseconds = performance.now() - started;
		const result = { suite: suite.name, name, ...outcome, milliseconds };
		results.push(result);
		report(result);
	};
	const check: Check = async (name, work) => {
		context.signal.throwIfAborted();
		await record(name, work);
	};
	try {
		await suite.run(context, check);
		if (results.length < suite.expectedChecks)
			throw new Error(`it ran ${results.length} checks instead of ${suite.expectedChecks}`);
	} catch (error) {
		context.signal.throwIfAborted();
		await record('the suite itself', () => Promise.reject(error));
	}
	return results;
}
