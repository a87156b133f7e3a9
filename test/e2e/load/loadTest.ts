/** Sends events to a webhook as fast as n8n executes them, and no faster. */

import { setTimeout as delay } from 'node:timers/promises';
import { localHttp } from '../../../scripts/n8n/client';
import type { ExecutionLog } from './executionLog';

/** How many requests are open at once. */
const connections = 16;

/** How many events may be accepted and not yet executed; with more, the rate would be that of a growing queue. */
const maxBacklog = 100;

/** How long n8n may execute nothing while events are left, in milliseconds. */
const stallTimeout = 60_000;

/** How long an event is sent again while n8n is too busy for it, in milliseconds. */
const deliveryTimeout = 120_000;

/** The length of the intervals whose slowest is reported, in milliseconds. */
export const intervalLength = 10_000;

export interface Target {
	/** What the IDs of its events begin with. */
	key: string;
	url: string;
	headers: Record<string, string>;
	workflowId: string;
	/** The body of an event. */
	createBody(eventId: string): object;
	/** How many events it was given IDs for, over all rounds. */
	eventCount: number;
}

export interface LoadResult {
	/** The IDs of the events that n8n accepted in this round. */
	ids: string[];
	/** How often n8n answered that it was too busy; these events were sent again. */
	refusals: number;
	/** From the first event to the end of the last execution. */
	seconds: number;
	/** How long each response took, in milliseconds, the shortest first. */
	responseTimes: number[];
	/** How many events were accepted in the slowest interval. */
	slowestInterval: number;
}

export interface LoadOptions {
	log: ExecutionLog;
	/** How long events are sent, in milliseconds. */
	duration: number;
	signal: AbortSignal;
}

/** Returns the ID of a new event. */
export function createEventId(target: Target): string {
	const id = `event-${target.key}${target.eventCount}`;
	target.eventCount += 1;
	return id;
}

/** @returns The HTTP status. */
export async function post(
	{ url, headers }: Pick<Target, 'url' | 'headers'>,
	body: object,
): Promise<number> {
	return (await localHttp.post(url, body, { headers })).status;
}

/**
 * Sends an event as a vendor does that is told to come again: n8n itself responds with 503 while its database does not
 * respond, and such an event has not reached the trigger.
 *
 * @returns The HTTP status, how long that response took, in milliseconds, and how many 503 came before it.
 */
export async function deliver(
	target: Target,
	eventId: string,
	signal: AbortSignal,
): Promise<{ status: number; duration: number; refusals: number }> {
	const body = target.createBody(eventId);
	const deadline = performance.now() + deliveryTimeout;
	for (let refusals = 0; ; refusals += 1) {
		const sentAt = performance.now();
		const status = await post(target, body);
		const now = performance.now();
		if (status !== 503 || now > deadline) return { status, duration: now - sentAt, refusals };
		await delay(500, undefined, { signal });
	}
}

class LoadTest {
	private started = 0;

	private readonly ids: string[] = [];

	private refusals = 0;

	private readonly responseTimes: number[] = [];

	/** How many events were accepted in each interval. */
	private readonly intervals: number[];

	private executed = 0;

	/** Set when nothing more is to be sent. */
	private stopped = false;

	constructor(
		private readonly target: Target,
		private readonly options: LoadOptions,
	) {
		const length = Math.floor(options.duration / intervalLength);
		this.intervals = Array.from({ length }, () => 0);
	}

	async run(): Promise<LoadResult> {
		await this.waitUntilQuiet();
		const before = await this.options.log.finishedCount(this.target.workflowId);
		this.started = performance.now();
		const sending = Promise.all(Array.from({ length: connections }, () => this.sendEvents()));
		try {
			await Promise.all([sending, this.waitForExecutions(before, sending)]);
		} finally {
			this.stopped = true;
		}
		return {
			ids: this.ids,
			refusals: this.refusals,
			seconds: (performance.now() - this.started) / 1000,
			responseTimes: this.responseTimes.sort((one, other) => one - other),
			slowestInterval: Math.min(...this.intervals),
		};
	}

	/** Waits for what an earlier round has left, as long as it goes on. */
	private async waitUntilQuiet(): Promise<void> {
		const { log, signal } = this.options;
		let left = Infinity;
		for (let changedAt = performance.now(); performance.now() - changedAt < stallTimeout;) {
			const count = await log.unfinishedCount(this.target.workflowId);
			if (count === 0) return;
			if (count !== left) changedAt = performance.now();
			left = count;
			await delay(200, undefined, { signal });
		}
	}

	/** Sends events one after the other. */
	private async sendEvents(): Promise<void> {
		const { duration, signal } = this.options;
		while (performance.now() < this.started + duration && !this.stopped) {
			if (this.responseTimes.length + connections - this.executed > maxBacklog)
				await delay(5, undefined, { signal });
			else await this.sendEvent();
		}
	}

	private async sendEvent(): Promise<void> {
		const id = createEventId(this.target);
		const { status, duration, refusals } = await deliver(this.target, id, this.options.signal);
		this.refusals += refusals;
		if (status !== 200) throw new Error(`the event ${id} was answered ${status}`);
		this.ids.push(id);
		this.responseTimes.push(duration);
		const interval = Math.floor((performance.now() - this.started) / intervalLength);
		if (interval in this.intervals) this.intervals[interval] += 1;
	}

	/** @throws When n8n stops executing before all events are executed. */
	private async waitForExecutions(before: number, sending: Promise<unknown>): Promise<void> {
		let allSent = false;
		sending.then(
			() => {
				allSent = true;
			},
			() => {
				this.stopped = true;
			},
		);
		for (let changedAt = performance.now(); !this.stopped;) {
			const count = (await this.options.log.finishedCount(this.target.workflowId)) - before;
			if (count !== this.executed) changedAt = performance.now();
			this.executed = count;
			if (allSent && count >= this.responseTimes.length) return;
			if (performance.now() - changedAt > stallTimeout) throw this.stallError();
			await delay(100, undefined, { signal: this.options.signal });
		}
	}

	private stallError(): Error {
		const { length } = this.responseTimes;
		return new Error(
			`${length - this.executed} of ${length} events were not executed, and none was for ${stallTimeout / 1000} s`,
		);
	}
}

/**
 * @returns When everything that was sent is executed.
 * @throws When n8n refuses an event, or does not execute it.
 */
export const runLoadTest = (target: Target, options: LoadOptions): Promise<LoadResult> =>
	new LoadTest(target, options).run();
