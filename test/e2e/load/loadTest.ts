/** Sends events to a webhook as fast as n8n executes them, and no faster. */

import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { localHttp } from '../../../scripts/n8n/client';
import type { ExecutionLog } from './executionLog';

/** How many requests are open at once. */
const connections = 16;

/** How many events may be accepted and not yet executed; with more, the rate would be that of a growing queue. */
const maxBacklog = 100;

/** How long n8n may execute nothing while events are left, in milliseconds. */
const stallTimeout = 60_000;

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
	/** The IDs of the events that were sent, over all rounds. */
	sentIds: string[];
}

export interface LoadResult {
	events: number;
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
export function createEventId({ key, sentIds }: Target): string {
	const id = `event-${key}${sentIds.length}`;
	sentIds.push(id);
	return id;
}

/** @returns The HTTP status. */
export async function post(
	{ url, headers }: Pick<Target, 'url' | 'headers'>,
	body: object,
	httpAgent?: Agent,
): Promise<number> {
	return (await localHttp.post(url, body, { headers, httpAgent })).status;
}

class LoadTest {
	private readonly agent = new Agent({ keepAlive: true, maxSockets: connections });

	private started = 0;

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
		const before = await this.options.log.finishedCount(this.target.workflowId);
		this.started = performance.now();
		const sending = Promise.all(Array.from({ length: connections }, () => this.sendEvents()));
		try {
			await Promise.all([sending, this.waitForExecutions(before, sending)]);
		} finally {
			this.stopped = true;
			this.agent.destroy();
		}
		return {
			events: this.responseTimes.length,
			seconds: (performance.now() - this.started) / 1000,
			responseTimes: this.responseTimes.sort((one, other) => one - other),
			slowestInterval: Math.min(...this.intervals),
		};
	}

	/** Sends events over one connection, one after the other. */
	private async sendEvents(): Promise<void> {
		const { duration, signal } = this.options;
		while (performance.now() < this.started + duration && !this.stopped) {
			if (this.responseTimes.length + connections - this.executed > maxBacklog)
				await delay(5, undefined, { signal });
			else await this.sendEvent();
		}
	}

	private async sendEvent(): Promise<void> {
		const sentAt = performance.now();
		const body = this.target.createBody(createEventId(this.target));
		const status = await post(this.target, body, this.agent);
		if (status !== 200)
			throw new Error(`event number ${this.target.sentIds.length} was answered ${status}`);
		const now = performance.now();
		this.responseTimes.push(now - sentAt);
		const interval = Math.floor((now - this.started) / intervalLength);
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
