'use strict';

/** Return All over 10,000 messages of a conversation, beside the HTTP Request node's own pagination. */

const { interleave } = require('./measure');
const { httpRequest, ours } = require('./nodes');

/** How long the vendor takes for a page. Milliseconds. */
const latency = 20;
const pageSize = 100;

/** Messages that stand in their order already, so that a page of many costs the vendor no more than a page of few. */
class InOrder extends Array {
	toSorted() {
		return this;
	}
}

/**
 * Lets the conversation be as long as wanted.
 * @param {any} state of Naxon AI's sandbox @param {number} count messages @returns {number} the conversation's id
 */
function grow(state, count) {
	const { longConversation } = require('../../test/sandbox/naxon-ai').known;
	const conversation = state.conversations.find(
		(/** @type {any} */ { id }) => id === longConversation,
	);
	const [first] = conversation.messages;
	conversation.messages = InOrder.from({ length: count }, (_, index) => ({
		...first,
		id: 1_000_000 + index,
		seq: `01JQ${String(index).padStart(22, '0')}`,
		sender: index % 2 === 0 ? 'user' : 'bot',
		message: `Message ${index}: is the blue one still in stock, and what does delivery cost?`,
	}));
	return longConversation;
}

/** The parameters of this package's node. @param {number} conversation */
const oursParameters = (conversation) => ({
	resource: 'message',
	operation: 'getAll',
	conversation: { __rl: true, mode: 'id', value: String(conversation) },
	returnAll: true,
});

/** The HTTP Request node's pagination as its help tells to set it up. @param {string} url @param {number} conversation */
const byHand = (url, conversation) => ({
	url: `${url}/conversations/${conversation}/messages`,
	sendQuery: true,
	queryParameters: { parameters: [{ name: 'per_page', value: String(pageSize) }] },
	options: {
		pagination: {
			pagination: {
				paginationMode: 'updateAParameterInEachRequest',
				parameters: { parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }] },
				paginationCompleteWhen: 'other',
				completeExpression: '={{ $response.body.page >= $response.body.total_pages }}',
				requestInterval: 0,
			},
		},
	},
});

/** It gives an item for each page; this makes an item of each message. */
const splitOut = {
	name: 'Split Out',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'data', options: {} },
};

/**
 * @param {import('./stage').Stage} stage
 * @param {{ rounds: number, entries: number, say: (line: string) => void }} options
 */
async function lists(stage, { rounds, entries, say }) {
	const { naxonAi } = stage.sandboxes;
	naxonAi.reset();
	const conversation = grow(naxonAi.state, entries);
	const ways = {
		ours: [ours(stage, 'naxonAi', 'naxonAiApi', oursParameters(conversation))],
		http: [httpRequest(stage, 'naxonAiApi', byHand(naxonAi.url, conversation)), splitOut],
	};
	const measure = (/** @type {any[]} */ nodes) => async () => {
		naxonAi.requests.length = 0;
		naxonAi.latency = latency;
		const runs = Object.values(await stage.run(nodes));
		const { items, error } = /** @type {import('./stage').NodeRun} */ (runs.at(-1));
		if (error !== undefined || items !== entries)
			throw new Error(`lists: ${items} items, ${error}`);
		return {
			milliseconds: runs.reduce((sum, run) => sum + run.milliseconds, 0),
			requests: naxonAi.requests.length,
		};
	};
	const measured = Object.fromEntries(
		Object.entries(ways).map(([name, nodes]) => [name, measure(nodes)]),
	);
	for (const way of Object.values(measured)) await way();
	const results = await interleave(rounds, measured, say);
	naxonAi.reset();
	return results;
}

module.exports = { lists, grow, oursParameters, byHand, splitOut, pageSize, latency };
