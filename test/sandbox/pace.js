'use strict';

/** How fast a vendor may be asked. */

/**
 * @typedef {object} Rate
 * @property {number} perSecond how many requests a second are let through in the long run
 * @property {number} [burst] how many at once after a pause; a second's worth when left out
 */

/** A token bucket: full at the start, filled up evenly as time goes by, and emptied by one with each request. */
class Bucket {
	/** @param {Rate} rate @param {() => number} [clock] milliseconds */
	constructor({ perSecond, burst = perSecond }, clock = () => performance.now()) {
		this.perSecond = perSecond;
		this.burst = burst;
		this.clock = clock;
		this.tokens = burst;
		this.at = clock();
	}

	/** @returns {boolean} whether one more request is let through */
	take() {
		const now = this.clock();
		this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) * this.perSecond) / 1000);
		this.at = now;
		if (this.tokens < 1) return false;
		this.tokens -= 1;
		return true;
	}
}

module.exports = { Bucket };
