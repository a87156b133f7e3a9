import { readFileSync, writeFileSync } from 'node:fs';

/** A test that takes longer comes after all others, and alone. In milliseconds. */
const SLOW_MS = 400;
/** What it takes to load a test file, in milliseconds. */
const LOADING_MS = 20;
/** The workers of a run share here how long each test took in the first run. */
const TIMES_FILE = 'mutation-times.json';

export interface KnownTest {
	id: string;
	file: string;
	/** In milliseconds, without a mutant. */
	duration: number;
}

/** Tests of one file that run together. */
export interface TestBatch {
	file: string;
	ids: Set<string>;
}

interface RankedBatch extends TestBatch {
	isSlow: boolean;
	kills: number;
	duration: number;
}

const compare = (a: RankedBatch, b: RankedBatch): number =>
	Number(a.isSlow) - Number(b.isSlow) ||
	b.kills / (b.duration + LOADING_MS) - a.kills / (a.duration + LOADING_MS) ||
	a.duration - b.duration;

/** Knows the tests of an area, and in which order they find a mutant soonest. */
export class TestOrder {
	private readonly tests = new Map<string, KnownTest>();
	/** How many mutants of a source file each test has killed. */
	private readonly kills = new Map<string, Map<string, number>>();

	add(test: KnownTest): void {
		this.tests.set(test.id, test);
	}

	/** Writes what was added where the other workers find it. */
	save(): void {
		writeFileSync(TIMES_FILE, JSON.stringify([...this.tests.values()]));
	}

	private load() {
		const tests: KnownTest[] = JSON.parse(readFileSync(TIMES_FILE, 'utf8'));
		for (const test of tests) this.add(test);
	}

	/** How long a test takes without a mutant, in milliseconds. */
	durationOf(id: string): number {
		return this.tests.get(id)?.duration ?? 0;
	}

	isSlow(id: string): boolean {
		return this.durationOf(id) > SLOW_MS;
	}

	addKill(source: string, id: string): void {
		const kills = this.kills.get(source) ?? new Map<string, number>();
		this.kills.set(source, kills.set(id, (kills.get(id) ?? 0) + 1));
	}

	/**
	 * The tests for a mutant, a file at a time: first those that killed most of its neighbors, the slow ones last.
	 *
	 * @param source the file with the mutant
	 * @param filter the ids of the tests that reach the mutant; all tests when left out
	 */
	batchesFor(source: string, filter: string[] | undefined): TestBatch[] {
		if (this.tests.size === 0) this.load();
		const tests = filter
			? filter.flatMap((id) => this.tests.get(id) ?? [])
			: [...this.tests.values()];
		const kills = this.kills.get(source);
		const batches = new Map<string, RankedBatch>();
		for (const { id, file, duration } of tests) {
			const killed = kills?.get(id) ?? 0;
			const isSlow = this.isSlow(id);
			const key = [isSlow ? id : killed > 0 ? 'killers' : '', file].join(' ');
			const batch = batches.get(key) ?? { file, ids: new Set(), isSlow, kills: 0, duration: 0 };
			batches.set(key, batch);
			batch.ids.add(id);
			batch.kills += killed;
			batch.duration += duration;
		}
		return [...batches.values()].sort(compare);
	}
}
