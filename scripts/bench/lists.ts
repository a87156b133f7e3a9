/** Return All over 10,000 messages of a conversation, compared with the HTTP Request node's own pagination. */

import type { INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../test/support/sandbox/server';
import { known } from '../../test/support/sandbox/naxonAi';
import type { Message, State } from '../../test/support/sandbox/naxonAi/state';
import type { WorkflowNode } from '../n8n/client';
import type { BenchInstance } from './instance';
import { interleave } from './measure';
import type { RoundOptions } from './measure';
import { httpRequestNode, packageNode } from './nodes';

/** How long the vendor takes for a page, in milliseconds. */
export const latency = 20;
export const pageSize = 100;

/** Messages that are sorted already, so that a page of many costs the vendor no more than a page of few. */
class SortedMessages extends Array<Message> {
	override toSorted(): Message[] {
		return this;
	}
}

/**
 * Gives a conversation of Naxon AI's sandbox a number of messages.
 *
 * @returns The id of the conversation.
 */
export function createLongConversation({ state }: Sandbox<State>, count: number): number {
	const { longConversation } = known;
	const conversation = state.conversations.find(({ id }) => id === longConversation);
	if (!conversation) throw new Error(`there is no conversation ${longConversation}`);
	const [first] = conversation.messages;
	const messages = Array.from({ length: count }, (_, index): Message => ({
		...first,
		id: 1_000_000 + index,
		seq: `01JQ${String(index).padStart(22, '0')}`,
		sender: index % 2 === 0 ? 'user' : 'bot',
		message: `Message ${index}: is the blue one still in stock, and what does delivery cost?`,
	}));
	conversation.messages = SortedMessages.from(messages);
	return longConversation;
}

/** The parameters of this package's node. */
export const packageParameters = (conversation: number): INodeParameters => ({
	resource: 'message',
	operation: 'getAll',
	conversation: { __rl: true, mode: 'id', value: String(conversation) },
	returnAll: true,
});

/** The pagination of the HTTP Request node as its help describes it. */
export const httpRequestParameters = (url: string, conversation: number): INodeParameters => ({
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

/** The HTTP Request node returns an item for each page; this makes an item of each message. */
export const splitOutNode: WorkflowNode = {
	name: 'Split Out',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'data', options: {} },
};

export async function measureLists(
	{ sandboxes: { naxonAi }, credentials, run }: BenchInstance,
	{ entries, ...rounds }: RoundOptions & { entries: number },
) {
	naxonAi.reset();
	const conversation = createLongConversation(naxonAi, entries);
	const parameters = httpRequestParameters(naxonAi.url, conversation);
	const chains = {
		ours: [packageNode(credentials, 'naxonAi', 'naxonAiApi', packageParameters(conversation))],
		http: [httpRequestNode(credentials, 'naxonAiApi', parameters), splitOutNode],
	};
	const measure = async (nodes: WorkflowNode[]) => {
		naxonAi.requests.length = 0;
		naxonAi.latency = latency;
		const runs = Object.values(await run(nodes));
		const { items, error } = runs[runs.length - 1];
		if (error !== undefined || items !== entries)
			throw new Error(`lists: ${items} items, ${error}`);
		const milliseconds = runs.reduce((sum, { milliseconds: time }) => sum + time, 0);
		return { milliseconds, requests: naxonAi.requests.length };
	};
	for (const nodes of Object.values(chains)) await measure(nodes);
	const results = await interleave(rounds, chains, measure);
	naxonAi.reset();
	return results;
}
