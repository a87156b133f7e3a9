/** The rate limit of a vendor. */

export interface Rate {
	/** Requests per second in the long run. */
	perSecond: number;
	/** Requests at once after a pause; those of one second when left out. */
	burst?: number;
}

/** A token bucket: full at the start, refilled evenly over time, emptied by one token per request. */
export class TokenBucket {
	private readonly perSecond: number;

	private readonly burst: number;

	private tokens: number;

	private at: number;

	/** @param clock returns milliseconds */
	constructor(
		{ perSecond, burst = perSecond }: Rate,
		private readonly clock: () => number = () => performance.now(),
	) {
		this.perSecond = perSecond;
		this.burst = burst;
		this.tokens = burst;
		this.at = clock();
	}

	/** @returns whether one more request is allowed */
	take(): boolean {
		const now = this.clock();
		this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) * this.perSecond) / 1000);
		this.at = now;
		if (this.tokens < 1) return false;
		this.tokens -= 1;
		return true;
	}
}
