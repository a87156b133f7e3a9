/** Sends events to a webhook as fast as n8n takes them, and no faster. */

import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from './ledger';

/** How many requests are open in one moment. */
const connections = 16;

/**
 * How many events may be answered and not yet done: with more, the rate would be that of a queue that grows.
 */
const window = 100;

/** How long n8n may take for what is left when nothing more is sent. Milliseconds. */
const patience = 60_000;

export interface Target {
	/** begins its events' names */
	key: string;
	url: string;
	headers: Record<string, string>;
	/** its ID */
	workflow: string;
	/** the events that it got, over all rounds */
	sent: string[];
}

export interface Round {
	events: number;
	/** from the first event to the end of the last execution */
	seconds: number;
	/** for each answer, in milliseconds, the shortest first */
	waits: number[];
	/** events in the worst ten seconds */
	slowest: number;
}

/** @returns an event in the shape of Selarti's, with invented content */
export const bodyOf = (id: string): string =>
	JSON.stringify({
		channel_id: '4b',
		close: 'no',
		company_id: '1741004400000x120774518093365210',
		contacts: '700500411',
		external_chat_id: '700500411',
		get_contact: 'no',
		interest: 'yes',
		is_bot: 'no',
		manager_id: '5e',
		message_id: id,
		message_text: 'Do you deliver on Sundays, and until when may I order?',
		message_type: 'user',
		operator: 'no',
		panel_url: 'https://selarti.com/panel?menu=chats&thread=1741091399870x330417730519844155',
		share_url: 'https://selarti.com/share?thread=1741091399870x330417730519844155',
		success: 'no',
		task_id: '1741005000000x708812450036217633',
		thread_id: '1741091399870x330417730519844155',
		title: 'API chat 700500411',
		wh_type: 'all_messages',
	});

/** @returns the status */
export const post = (
	{ url, headers }: Pick<Target, 'url' | 'headers'>,
	body: string,
	agent?: Agent,
): Promise<number> =>
	new Promise((resolve, reject) => {
		const all = {
			...headers,
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(body),
		};
		const sent = request(url, { method: 'POST', agent, headers: all }, (answer) => {
			answer
				.resume()
				.once('end', () => resolve(answer.statusCode ?? 0))
				.once('error', reject);
		});
		sent.once('error', reject).end(body);
	});

/**
 * @returns when everything that was sent is done
 * @throws when n8n refuses an event, or does not get it done
 */
export async function holdLoad(
	target: Target,
	{
		ledger,
		milliseconds,
		signal,
	}: {
		ledger: Ledger;
		milliseconds: number;
		signal: AbortSignal;
	},
): Promise<Round> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const before = await ledger.over(target.workflow);
	const started = performance.now();
	const ends = started + milliseconds;
	const waits: number[] = [];
	/** Answers in each ten seconds. */
	const slices: number[] = Array.from({ length: Math.floor(milliseconds / 10_000) }, () => 0);
	let done = 0;
	let failed = false;
	const connection = async () => {
		while (performance.now() < ends && !failed) {
			if (waits.length + connections - done > window) {
				await delay(5, undefined, { signal });
				continue;
			}
			const id = `event-${target.key}${target.sent.length}`;
			target.sent.push(id);
			const asked = performance.now();
			const status = await post(target, bodyOf(id), agent);
			if (status !== 200)
				throw new Error(`event number ${target.sent.length} was answered ${status}`);
			const now = performance.now();
			waits.push(now - asked);
			const slice = Math.floor((now - started) / 10_000);
			if (slice in slices) slices[slice] += 1;
		}
	};
	const sending = Promise.all(Array.from({ length: connections }, connection));
	const watch = async () => {
		let sent = false;
		sending.then(
			() => (sent = true),
			() => (failed = true),
		);
		for (let changed = performance.now(); !failed;) {
			const now = (await ledger.over(target.workflow)) - before;
			if (now !== done) changed = performance.now();
			done = now;
			if (sent && done >= waits.length) return;
			if (performance.now() - changed > patience) {
				failed = true;
				throw new Error(
					`${waits.length - done} of ${waits.length} events are not done, and nothing was for ${patience / 1000} s`,
				);
			}
			await delay(100, undefined, { signal });
		}
	};
	try {
		await Promise.all([sending, watch()]);
	} finally {
		failed = true;
		agent.destroy();
	}
	return {
		events: waits.length,
		seconds: (performance.now() - started) / 1000,
		waits: waits.sort((one, other) => one - other),
		slowest: Math.min(...slices),
	};
}
