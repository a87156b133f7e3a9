'use strict';

/** 1,000 messages, ten to each of 100 chats, to a vendor that allows 100 a second and says so by 429. */

const { interleave } = require('./measure');
const { httpRequest, ours } = require('./nodes');

const perSecond = 100;
const chats = 100;
/** How long the vendor takes for an answer. Milliseconds. */
const latency = 20;

/**
 * @typedef {object} Delivery
 * @property {number} milliseconds of the node
 * @property {number} delivered different messages that the vendor took
 * @property {number} twice messages that it took more than once
 * @property {number} outOfOrder messages that came after a later one to the same chat
 * @property {number} refused requests that met a 429
 * @property {string|undefined} error what the node ended with
 */

/** @param {import('../../test/sandbox').Sandbox} sandbox @returns {Omit<Delivery, 'milliseconds'|'error'>} by the vendor's own record */
function delivery(sandbox) {
	const sent = sandbox.asked('S12');
	const taken = sent
		.filter(({ handled }) => handled)
		.map(({ body }) => ({ chat: body.chat_id, number: Number(body.message.split(' ')[1]) }));
	const numbers = new Set(taken.map(({ number }) => number));
	/** @type {Map<string, number>} */
	const last = new Map();
	let outOfOrder = 0;
	for (const { chat, number } of taken) {
		if (number < (last.get(chat) ?? -1)) outOfOrder += 1;
		last.set(chat, Math.max(number, last.get(chat) ?? -1));
	}
	return {
		delivered: numbers.size,
		twice: taken.length - numbers.size,
		outOfOrder,
		refused: sent.filter(({ status }) => status === 429).length,
	};
}

/**
 * @param {import('./stage').Stage} stage
 * @param {{ rounds: number, items: number, say: (line: string) => void }} options
 * @returns {Promise<Record<string, Delivery[]>>}
 */
async function sends(stage, { rounds, items: count, say }) {
	const { selarti } = stage.sandboxes;
	const { known } = require('../../test/sandbox/selarti');
	selarti.reset();
	selarti.latency = latency;
	const items = Array.from({ length: count }, (_, index) => ({
		chat: `chat-${Math.floor((index * chats) / count)}`,
		text: `message ${index}`,
	}));
	const parameters = {
		resource: 'message',
		operation: 'sendExternal',
		task: { __rl: true, mode: 'id', value: known.task },
		chatId: '={{ $json.chat }}',
		message: '={{ $json.text }}',
	};
	const byHand = {
		method: 'POST',
		url: `${selarti.url}/api/1.1/wf/send_message_external`,
		sendBody: true,
		bodyParameters: {
			parameters: [
				{ name: 'task_id', value: known.task },
				{ name: 'chat_id', value: '={{ $json.chat }}' },
				{ name: 'message', value: '={{ $json.text }}' },
			],
		},
	};
	const batching = { batching: { batch: { batchSize: perSecond, batchInterval: 1000 } } };
	const nodes = {
		ours: ours(stage, 'selarti', 'selartiApi', parameters),
		http: httpRequest(stage, 'selartiApi', byHand),
		httpWithBatching: httpRequest(stage, 'selartiApi', { ...byHand, options: batching }),
	};
	// The log-in is another benchmark's matter.
	for (const node of [nodes.ours, nodes.http]) await stage.run([node], items.slice(0, 1));

	const measure = (/** @type {any} */ node) => async () => {
		selarti.requests.length = 0;
		selarti.rate = { perSecond };
		const run = (await stage.run([node], items))[node.name];
		// The HTTP Request node may have ended while some of its requests were still under way.
		while (selarti.inFlight > 0) await new Promise((resolve) => selarti.once('done', resolve));
		return { milliseconds: run.milliseconds, ...delivery(selarti), error: run.error };
	};
	const results = await interleave(
		rounds,
		Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, measure(node)])),
		say,
	);
	selarti.reset();
	return results;
}

module.exports = { sends, perSecond, chats };
