'use strict';

/** 1,000 reads, an item each, with a credential, from a vendor that takes 20 ms for an answer. */

const { interleave } = require('./measure');
const { httpRequest, ours } = require('./nodes');

/** How long the vendor takes. Milliseconds. */
const latency = 20;

/**
 * @param {import('./stage').Stage} stage
 * @param {{ rounds: number, items: number, say: (line: string) => void }} options
 */
async function reads(stage, { rounds, items: count, say }) {
	const { vardast } = stage.sandboxes;
	vardast.reset();
	vardast.latency = latency;
	const ids = Array.from(
		{ length: 10 },
		(_, index) => `5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a${10 + index}`,
	);
	for (const prompt_id of ids)
		vardast.state.prompts.push({ prompt_id, language: 'EN', text: 'Greet the customer by name.' });
	const items = Array.from({ length: count }, (_, index) => ({
		promptId: ids[index % ids.length],
	}));
	const url = `=${vardast.url}/uaa/public/messenger/api/prompts/{{ $json.promptId }}`;
	const key = {
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'X-API-Key', value: vardast.state.apiKey }] },
	};
	const nodes = {
		ours: ours(stage, 'vardast', 'vardastApi', {
			resource: 'prompt',
			operation: 'get',
			promptId: '={{ $json.promptId }}',
		}),
		http: httpRequest(stage, 'vardastApi', { url }),
		httpWithoutCredential: httpRequest(stage, '', { url, ...key }),
	};
	const measure = (/** @type {any} */ node) => async () => {
		vardast.requests.length = 0;
		vardast.mostInFlight = 0;
		const run = (await stage.run([node], items))[node.name];
		if (run.error !== undefined || run.items !== count || vardast.requests.length !== count)
			throw new Error(`reads: ${JSON.stringify(run)}`);
		return { milliseconds: run.milliseconds, atOnce: vardast.mostInFlight };
	};
	const ways = Object.fromEntries(
		Object.entries(nodes).map(([name, node]) => [name, measure(node)]),
	);
	for (const way of Object.values(ways)) await way();
	const results = await interleave(rounds, ways, say);
	vardast.reset();
	return results;
}

module.exports = { reads, latency };
