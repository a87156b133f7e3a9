/** How fast a vendor may be asked. */

export interface Rate {
	/** how many requests a second are let through in the long run */
	perSecond: number;
	/** how many at once after a pause; a second's worth when left out */
	burst?: number;
}

/**
 * A token bucket: full at the start, filled up evenly as time goes by, and emptied by one with each request.
 */
export class Bucket {
	perSecond: number;
	burst: number;
	clock: () => number;
	tokens: number;
	at: number;

	/** @param clock milliseconds */
	constructor(
		{ perSecond, burst = perSecond }: Rate,
		clock: () => number = () => performance.now(),
	) {
		this.perSecond = perSecond;
		this.burst = burst;
		this.clock = clock;
		this.tokens = burst;
		this.at = clock();
	}

	/** @returns whether one more request is let through */
	take(): boolean {
		const now = this.clock();
		this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) * this.perSecond) / 1000);
		this.at = now;
		if (this.tokens < 1) return false;
		this.tokens -= 1;
		return true;
	}
}
