/** Lets a limited number of tasks run at once. The others wait, in the order in which they came. */
export class Limit {
	private running = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param max how many tasks may run at once */
	constructor(private max: number) {}

	/** Takes a place, as soon as there is one; each is given back by `leave`. */
	async enter(): Promise<void> {
		if (this.running >= this.max)
			return await new Promise<void>((resolve) => this.waiting.push(resolve));
		this.running += 1;
	}

	/** Gives a place back. */
	leave(): void {
		this.running -= 1;
		this.startWaiting();
	}

	/** Lets more tasks run at once. @param max does nothing where it is less than before */
	raise(max: number): void {
		if (!(max > this.max)) return;
		this.max = max;
		this.startWaiting();
	}

	/** Runs a task in a place of its own. @returns what it returns @throws what it throws */
	async run<T>(task: () => Promise<T>): Promise<T> {
		await this.enter();
		try {
			return await task();
		} finally {
			this.leave();
		}
	}

	private startWaiting(): void {
		while (this.running < this.max) {
			const start = this.waiting.shift();
			if (!start) return;
			this.running += 1;
			start();
		}
	}
}
