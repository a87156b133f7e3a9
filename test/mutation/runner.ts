/**
 * A test runner for Stryker that keeps n8n's engine loaded: a mutant costs as long as its tests take, not the seconds in
 * which jest would load the engine anew for every test file.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import * as fc from 'fast-check';
import { play, filesOf } from './testPlayer';
import { rooms } from './areas';
import type { Played } from './testPlayer';

/** In this file the workers of a run share what each test took in the first run. */
const TIMES = 'mutation-times.json';
/** Not a test's clock, which some of them set. */
const now = performance.now.bind(performance);
/**
 * How long a test may take with a mutant, beside three times as long as without. In milliseconds.
 */
const PATIENCE = 2_500;
/** A test that takes longer comes after all others, and alone. In milliseconds. */
const SLOW = 400;
/** Where properties begin to try, so that a run can be had again. */
const SEED = 20_260_131;

/** a test */
export type Known = { id: string; file: string; duration: number };

/**
 * What Stryker's mutants ask which of them is active, for the package that is loaded next. They ask at every turn of a
 * loop: one without an end is thus ended when its time is up, and what still runs of the package before ends at once.
 */
class Stage {
	active: string | undefined;
	mutantCoverage: any;
	/** the test under way */
	currentTestId: string | undefined;
	end: number;
	asked: number;
	late: boolean;

	constructor({
		active,
		mutantCoverage,
		milliseconds = Infinity,
	}: {
		active?: string;
		mutantCoverage?: any;
		milliseconds?: number;
	}) {
		this.active = active;
		this.mutantCoverage = mutantCoverage;
		this.currentTestId = undefined;
		this.end = now() + milliseconds;
		this.asked = 0;
		this.late = false;
	}

	get activeMutant() {
		this.asked += 1;
		if (this.asked % 64 === 0 && now() > this.end) {
			this.late = true;
			throw new Error('the time of this mutant is up');
		}
		return this.active;
	}

	leave() {
		this.asked = 63;
		this.end = -Infinity;
	}
}

let last: Stage | undefined;

function stage(fields: ConstructorParameters<typeof Stage>[0]) {
	last?.leave();
	last = new Stage(fields);
	(globalThis as any).__stryker__ = last;
	return last;
}

class EngineRunner {
	tests: Map<string, Known>;
	/** How many mutants of a source file each test has killed. */
	kills: Map<string, Map<string, number>>;
	root: string;
	room: {
		name: string;
		mutate: string[];
		tests: RegExp;
		without?: RegExp | undefined;
		runs: number;
	};

	constructor() {
		this.tests = new Map();
		this.kills = new Map();
		this.root = '';
		this.room = rooms.find(({ name }) => name === process.env.MUTATION_ROOM) ?? rooms[0];
	}

	async init() {
		/** Stryker loads this file from the project, and then goes to its copy with the mutants. */
		this.root = process.cwd();
		process.env.NODE_ENV = 'test';
		// Where a machine runs on UTC, nothing would show that it does not matter.
		process.env.TZ = 'Asia/Kathmandu';
		fc.configureGlobal({ seed: SEED });
		const { assert } = fc;
		const { runs } = this.room;
		fc.assert = (property: any, options: any = {}) =>
			assert(property, { ...options, numRuns: Math.min(runs, options.numRuns ?? runs) });
	}

	capabilities() {
		return { reloadEnvironment: true };
	}

	/** Runs all tests of the room with no mutant. */
	async dryRun(): Promise<any> {
		const mutantCoverage = { static: {}, perTest: {} };
		const tests = [];
		for (const file of filesOf(this.root, this.room.tests)) {
			const stryker = stage({ mutantCoverage });
			const onTest = (id: string | undefined) => void (stryker.currentTestId = id);
			const plan = {
				root: this.root,
				file,
				without: this.room.without,
				bail: false,
				timeout: () => 60_000,
				onTest,
			};
			let played = await play(plan);
			// Other work on the machine may hold up a test that looks at the clock.
			for (let tries = 1; tries < 3 && played.some(({ errors }) => errors.length > 0); tries += 1)
				played = await play(plan);
			for (const { id, duration, errors } of played) {
				this.tests.set(id, { id, file, duration });
				const status = errors.length > 0 ? 1 : 0;
				tests.push({
					id,
					name: id,
					fileName: file,
					timeSpentMs: duration,
					status,
					...(status && { failureMessage: errors[0] }),
				});
			}
		}
		writeFileSync(TIMES, JSON.stringify([...this.tests.values()]));
		return { status: 'complete', tests, mutantCoverage };
	}

	/** Reads what the first run has left. */
	learn() {
		const tests: Known[] = JSON.parse(readFileSync(TIMES, 'utf8'));
		for (const test of tests) this.tests.set(test.id, test);
	}

	/**
	 * The tests for a mutant, a file at a time: first those that killed most of its neighbours, the slow ones last.
	 */
	order(source: string, filter: string[] | undefined) {
		if (this.tests.size === 0) this.learn();
		const all = filter
			? filter.flatMap((id) => this.tests.get(id) ?? [])
			: [...this.tests.values()];
		const kills = this.kills.get(source) ?? new Map();
		const rounds: Map<
			string,
			{ file: string; ids: Set<string>; slow: boolean; kills: number; duration: number }
		> = new Map();
		for (const { id, file, duration } of all) {
			const killed = kills.get(id) ?? 0;
			const slow = duration > SLOW;
			const key = [slow ? id : killed > 0 ? 'killers' : '', file].join(' ');
			const round = rounds.get(key) ?? { file, ids: new Set(), slow, kills: 0, duration: 0 };
			rounds.set(key, round);
			round.ids.add(id);
			round.kills += killed;
			round.duration += duration;
		}
		return [...rounds.values()].sort(
			(a, b) =>
				Number(a.slow) - Number(b.slow) ||
				b.kills / (b.duration + 20) - a.kills / (a.duration + 20) ||
				a.duration - b.duration,
		);
	}

	/**
	 * Holds a mutant against some tests of a file.
	 *
	 * @param active the mutant
	 * @param times how often the usual time they may take
	 * @returns the test that fails, and why if it took too long
	 */
	async hold(
		active: string,
		file: string,
		ids: Set<string>,
		times: number,
	): Promise<{ killer?: Played; late?: string; count: number }> {
		const timeout = (id: string) => times * (PATIENCE + 3 * (this.tests.get(id)?.duration ?? 0));
		const own = stage({ active, milliseconds: times * PATIENCE });
		const onTest = (id: string | undefined) =>
			void (own.end = now() + (id ? timeout(id) : times * PATIENCE));
		const played = await play({ root: this.root, file, only: ids, bail: true, timeout, onTest });
		const killer = played.find(({ errors }) => errors.length > 0);
		const late = own.late
			? 'a loop without an end'
			: killer?.errors.find((error) => /^Exceeded timeout of/.test(error));
		return { killer, late, count: played.length };
	}

	async mutantRun({ activeMutant, sandboxFileName, testFilter }: any): Promise<any> {
		const source = relative(this.root, sandboxFileName);
		const active = String(activeMutant.id);
		let nrOfTests = 0;
		for (const { file, ids } of this.order(source, testFilter)) {
			let { killer, late, count } = await this.hold(active, file, ids, 1);
			// Other work on the machine may have held a test up: what takes too long must do so twice, the second time with more time.
			if (late) ({ killer, late, count } = await this.hold(active, file, ids, 4));
			if (late) return { status: 'timeout', reason: late };
			nrOfTests += count;
			// So must a test fail that looks at the clock, as slow ones do.
			if (killer && (this.tests.get(killer.id)?.duration ?? 0) > SLOW)
				({ killer } = await this.hold(active, file, new Set([killer.id]), 4));
			if (!killer) continue;
			const kills = this.kills.get(source) ?? new Map();
			this.kills.set(source, kills.set(killer.id, (kills.get(killer.id) ?? 0) + 1));
			return {
				status: 'killed',
				killedBy: [killer.id],
				failureMessage: killer.errors[0],
				nrOfTests,
			};
		}
		return { status: 'survived', nrOfTests };
	}
}

module.exports.strykerPlugins = [
	{
		kind: 'TestRunner',
		name: 'engine',
		injectableClass: Object.assign(EngineRunner, { inject: [] }),
	},
];
