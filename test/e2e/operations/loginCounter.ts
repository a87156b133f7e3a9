import assert from 'node:assert/strict';
import type { Sandboxes } from '../../support/sandbox';
import type { RequestRecord } from '../../support/sandbox/types';
import { vendors } from '../../support/vendors';

/** Counts the logins at each vendor that issues tokens. */
export class LoginCounter {
	private readonly counts = new Map<string, number>();

	private readonly listeners: Array<() => void> = [];

	constructor(sandboxes: Sandboxes) {
		for (const { key, name, loginNumber } of vendors) {
			if (loginNumber === undefined) continue;
			this.counts.set(name, 0);
			const listener = ({ number }: RequestRecord) => {
				if (number === loginNumber) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
			};
			sandboxes[key].on('request', listener);
			this.listeners.push(() => sandboxes[key].off('request', listener));
		}
	}

	stop(): void {
		for (const remove of this.listeners.splice(0)) remove();
	}

	/**
	 * @returns The counts in words.
	 * @throws When a vendor received more than one request for a token.
	 */
	assertOneEach(): string {
		for (const [vendor, count] of this.counts)
			assert(count <= 1, `${vendor} received ${count} requests for a token`);
		return [...this.counts].map(([vendor, count]) => `${count} at ${vendor}`).join(', ');
	}
}
