/**
 * A test runner for Stryker that keeps n8n's engine loaded: a mutant takes as long as its tests, not the seconds in which
 * jest would load the engine anew for every test file.
 */

import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import type {
	DryRunResult,
	MutantRunOptions,
	MutantRunResult,
	TestResult,
	TestRunner,
	TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import type * as FastCheck from 'fast-check';

import { areaOf } from './areas';
import type { Area } from './areas';
import { installMutantControl } from './mutantControl';
import { TestOrder } from './testOrder';
import type { TestBatch } from './testOrder';
import { findTestFiles, play } from './testPlayer';
import type { PlayedTest } from './testPlayer';
import { useBuiltCode } from './useBuiltCode';

/** How long a test may take with a mutant, beside three times as long as without. In milliseconds. */
const EXTRA_TIME_MS = 2_500;
const DRY_RUN_TIMEOUT_MS = 60_000;
const MAX_DRY_RUNS = 3;
/** How much longer the tests may take when they run again because a mutant seemed too slow. */
const SECOND_RUN_FACTOR = 4;
/** Where properties begin to try, so that a run can be repeated. */
const SEED = 20_260_131;

/** What the tests of a batch say of a mutant. */
interface Verdict {
	/** The test that fails. */
	killer?: PlayedTest;
	/** Why the tests took too long, if they did. */
	late?: string;
	/** How many tests ran. */
	count: number;
}

/** Makes properties try the same inputs in every run, and not more than the area specifies. */
function limitProperties({ propertyRuns }: Area) {
	// Not `import`, which may give another copy of fast-check than the tests have.
	const fc: typeof FastCheck = createRequire(__filename)('fast-check');
	const { assert } = fc;
	const limited = (...[property, options]: Parameters<typeof assert>) => {
		const numRuns = Math.min(propertyRuns, options?.numRuns ?? propertyRuns);
		return assert(property, { ...options, numRuns });
	};
	fc.configureGlobal({ seed: SEED });
	Object.assign(fc, { assert: limited });
}

const toTestResult = ({ id, file, duration, errors }: PlayedTest): TestResult => {
	const common = { id, name: id, fileName: file, timeSpentMs: duration };
	return errors.length > 0
		? { ...common, status: TestStatus.Failed, failureMessage: errors[0] }
		: { ...common, status: TestStatus.Success };
};

class EngineTestRunner implements TestRunner {
	private readonly area = areaOf(process.env.MUTATION_AREA);
	private readonly order = new TestOrder();
	private root = '';

	capabilities(): TestRunnerCapabilities {
		return { reloadEnvironment: true };
	}

	async init(): Promise<void> {
		// Stryker loads this file from the project, and then goes to its copy with the mutants.
		this.root = process.cwd();
		process.env.NODE_ENV = 'test';
		// On a machine that runs on UTC, nothing would show that its time zone does not matter.
		process.env.TZ = 'Asia/Kathmandu';
		useBuiltCode(this.root);
		limitProperties(this.area);
	}

	/** Runs all tests of the area without a mutant. */
	async dryRun(): Promise<DryRunResult> {
		const mutantCoverage = { static: {}, perTest: {} };
		const tests: TestResult[] = [];
		for (const file of findTestFiles(this.root, this.area.tests)) {
			const control = installMutantControl({ mutantCoverage });
			const run = async () =>
				await play({
					root: this.root,
					file,
					without: this.area.without,
					bail: false,
					timeout: () => DRY_RUN_TIMEOUT_MS,
					onTest: (id) => void (control.currentTestId = id),
				});
			let played = await run();
			const failed = () => played.some(({ errors }) => errors.length > 0);
			// Other work on the machine may hold up a test that reads the clock.
			for (let runs = 1; runs < MAX_DRY_RUNS && failed(); runs += 1) played = await run();
			for (const test of played) this.order.add(test);
			tests.push(...played.map(toTestResult));
		}
		this.order.save();
		return { status: DryRunStatus.Complete, tests, mutantCoverage };
	}

	/**
	 * Runs some tests with a mutant.
	 *
	 * @param factor how often the usual time they may take
	 */
	private async check(active: string, batch: TestBatch, factor = 1): Promise<Verdict> {
		const extraTime = factor * EXTRA_TIME_MS;
		const timeout = (id: string) => extraTime + 3 * factor * this.order.durationOf(id);
		const control = installMutantControl({ active, milliseconds: extraTime });
		const played = await play({
			root: this.root,
			file: batch.file,
			only: batch.ids,
			bail: true,
			timeout,
			onTest: (id) => control.setTimeLeft(id ? timeout(id) : extraTime),
		});
		const killer = played.find(({ errors }) => errors.length > 0);
		const late = control.isLate
			? 'a loop without an end'
			: killer?.errors.find((error) => /^Exceeded timeout of/.test(error));
		return { killer, late, count: played.length };
	}

	/** Runs some tests with a mutant, and again where other work on the machine may have held them up. */
	private async checkSurely(active: string, batch: TestBatch): Promise<Verdict> {
		const first = await this.check(active, batch);
		const { killer, late, count } = first.late
			? await this.check(active, batch, SECOND_RUN_FACTOR)
			: first;
		if (late || !killer || !this.order.isSlow(killer.id)) return { killer, late, count };
		const again = { file: batch.file, ids: new Set([killer.id]) };
		return { killer: (await this.check(active, again, SECOND_RUN_FACTOR)).killer, count };
	}

	async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
		const { activeMutant, sandboxFileName, testFilter } = options;
		const source = relative(this.root, sandboxFileName);
		let nrOfTests = 0;
		for (const batch of this.order.batchesFor(source, testFilter)) {
			const { killer, late, count } = await this.checkSurely(String(activeMutant.id), batch);
			if (late) return { status: MutantRunStatus.Timeout, reason: late };
			nrOfTests += count;
			if (!killer) continue;
			this.order.addKill(source, killer.id);
			return {
				status: MutantRunStatus.Killed,
				killedBy: [killer.id],
				failureMessage: killer.errors[0],
				nrOfTests,
			};
		}
		return { status: MutantRunStatus.Survived, nrOfTests };
	}
}

export const strykerPlugins = [
	{
		kind: PluginKind.TestRunner,
		name: 'engine',
		injectableClass: Object.assign(EngineTestRunner, { inject: [] as const }),
	},
];
