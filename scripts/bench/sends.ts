/** 1,000 messages, ten to each of 100 chats, to a vendor that allows 100 a second and answers others with 429. */

import { once } from 'node:events';
import type { Sandbox } from '../../test/support/sandbox/server';
import { known } from '../../test/support/sandbox/selarti';
import type { WorkflowNode } from '../n8n/client';
import type { BenchInstance } from './instance';
import { interleave } from './measure';
import type { RoundOptions } from './measure';
import { httpRequestNode, packageNode } from './nodes';

export const perSecond = 100;
export const chats = 100;
/** How long the vendor takes for a response, in milliseconds. */
const latency = 20;

/** What the vendor's record says about the messages. */
interface Delivery {
	/** Different messages that were accepted. */
	delivered: number;
	/** Messages that were accepted again. */
	twice: number;
	/** Messages that came after a later one to the same chat. */
	outOfOrder: number;
	/** Requests that were answered with 429. */
	refused: number;
}

function countDeliveries(sandbox: Sandbox): Delivery {
	const sent = sandbox.requestsTo<{ chat_id: string; message: string }>('S12');
	const accepted = sent
		.filter(({ handled }) => handled)
		.map(({ body }) => ({ chat: body.chat_id, number: Number(body.message.split(' ')[1]) }));
	const numbers = new Set(accepted.map(({ number }) => number));
	const latest = new Map<string, number>();
	let outOfOrder = 0;
	for (const { chat, number } of accepted) {
		const last = latest.get(chat) ?? -1;
		if (number < last) outOfOrder += 1;
		latest.set(chat, Math.max(number, last));
	}
	return {
		delivered: numbers.size,
		twice: accepted.length - numbers.size,
		outOfOrder,
		refused: sent.filter(({ status }) => status === 429).length,
	};
}

function alternatives({ sandboxes: { selarti }, credentials }: BenchInstance) {
	const bodyParameters = {
		parameters: [
			{ name: 'task_id', value: known.task },
			{ name: 'chat_id', value: '={{ $json.chat }}' },
			{ name: 'message', value: '={{ $json.text }}' },
		],
	};
	const byHand = {
		method: 'POST',
		url: `${selarti.url}/api/1.1/wf/send_message_external`,
		sendBody: true,
		bodyParameters,
	};
	const options = { batching: { batch: { batchSize: perSecond, batchInterval: 1000 } } };
	return {
		ours: packageNode(credentials, 'selarti', 'selartiApi', {
			resource: 'message',
			operation: 'sendExternal',
			task: { __rl: true, mode: 'id', value: known.task },
			chatId: '={{ $json.chat }}',
			message: '={{ $json.text }}',
		}),
		http: httpRequestNode(credentials, 'selartiApi', byHand),
		httpWithBatching: httpRequestNode(credentials, 'selartiApi', { ...byHand, options }),
	};
}

export async function measureSends(
	instance: BenchInstance,
	{ items: count, ...rounds }: RoundOptions & { items: number },
) {
	const { selarti } = instance.sandboxes;
	selarti.reset();
	selarti.latency = latency;
	const items = Array.from({ length: count }, (_, index) => ({
		chat: `chat-${Math.floor((index * chats) / count)}`,
		text: `message ${index}`,
	}));
	const nodes = alternatives(instance);
	// The login is measured by another benchmark.
	for (const node of [nodes.ours, nodes.http]) await instance.run([node], items.slice(0, 1));
	const measure = async (node: WorkflowNode) => {
		selarti.requests.length = 0;
		selarti.rate = { perSecond };
		const { milliseconds, error } = (await instance.run([node], items))[node.name];
		// The HTTP Request node may end while some of its requests are still being handled.
		while (selarti.inFlight > 0) await once(selarti, 'done');
		return { milliseconds, ...countDeliveries(selarti), error };
	};
	const results = await interleave(rounds, nodes, measure);
	selarti.reset();
	return results;
}
