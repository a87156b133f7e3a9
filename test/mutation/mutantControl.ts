import type { MutantCoverage } from '@stryker-mutator/api/core';

/** The clock before a test can replace it. */
const now = performance.now.bind(performance);

/** How many times a mutant may ask before the clock is read once more. */
const CLOCK_INTERVAL = 64;

interface MutantControlOptions {
	/** The id of the active mutant; none when left out. */
	active?: string;
	/** Where the instrumented code counts which test reaches which mutant. */
	mutantCoverage?: MutantCoverage;
	/** How long it may take, in milliseconds. */
	milliseconds?: number;
}

/**
 * What Stryker's instrumented code asks which mutant is active. It asks in every iteration of a loop, so an endless loop
 * is ended here when its time is up.
 */
export class MutantControl {
	readonly mutantCoverage: MutantCoverage | undefined;
	/** The test under way, for the coverage. */
	currentTestId: string | undefined;
	/** Whether the time of the mutant was up. */
	isLate = false;

	private readonly active: string | undefined;
	private deadline = Infinity;
	private count = 0;

	constructor({ active, mutantCoverage, milliseconds = Infinity }: MutantControlOptions) {
		this.active = active;
		this.mutantCoverage = mutantCoverage;
		this.setTimeLeft(milliseconds);
	}

	setTimeLeft(milliseconds: number): void {
		this.deadline = now() + milliseconds;
	}

	get activeMutant(): string | undefined {
		this.count += 1;
		if (this.count % CLOCK_INTERVAL === 0 && now() > this.deadline) {
			this.isLate = true;
			throw new Error('the time of this mutant is up');
		}
		return this.active;
	}

	/** Ends what still runs of the code that was loaded with this control. */
	end(): void {
		this.count = CLOCK_INTERVAL - 1;
		this.deadline = -Infinity;
	}
}

let current: MutantControl | undefined;

/** Puts a new control where the code that is loaded next reads it. */
export function installMutantControl(options: MutantControlOptions): MutantControl {
	current?.end();
	current = new MutantControl(options);
	(globalThis as { __stryker__?: MutantControl }).__stryker__ = current;
	return current;
}
