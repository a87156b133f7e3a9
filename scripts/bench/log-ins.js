'use strict';

/** How often a vendor that gives tokens is logged in to when 1,000 items meet a credential without one. */

const { interleave } = require('./measure');
const { httpRequest, ours } = require('./nodes');

/**
 * @param {import('./stage').Stage} stage
 * @param {{ rounds: number, items: number, say: (line: string) => void }} options
 * @returns {Promise<Record<string, Array<{ logIns: number, milliseconds: number, items: number, error?: string }>>>}
 */
async function logIns(stage, { rounds, items: count, say }) {
	const { selarti } = stage.sandboxes;
	const { known } = require('../../test/sandbox/selarti');
	selarti.reset();
	const items = Array.from({ length: count }, (_, index) => ({
		thread: known.threads[index % known.threads.length],
	}));
	const thread = { __rl: true, mode: 'id', value: '={{ $json.thread }}' };
	const nodes = {
		ours: ours(stage, 'selarti', 'selartiApi', { resource: 'thread', operation: 'get', thread }),
		http: httpRequest(stage, 'selartiApi', {
			url: `${selarti.url}/api/1.1/wf/get_thread`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'thread_id', value: '={{ $json.thread }}' }] },
		}),
	};
	let account = 0;
	const measure = (/** @type {any} */ node) => async () => {
		selarti.reset();
		account += 1;
		// Another account each time: this package remembers the token of one that it knows.
		const key = `invented-selarti-key-${account}`;
		selarti.happen('setKey', { key });
		await stage.setCredential('selartiApi', {
			baseUrl: selarti.url,
			advancedBaseUrl: selarti.url,
			apiKey: key,
			sessionToken: '',
		});
		const { milliseconds, items: given, error } = (await stage.run([node], items))[node.name];
		return { logIns: selarti.asked('S0').length, milliseconds, items: given, error };
	};
	const results = await interleave(
		rounds,
		Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, measure(node)])),
		say,
	);
	selarti.reset();
	await stage.setCredential('selartiApi', {
		baseUrl: selarti.url,
		advancedBaseUrl: selarti.url,
		apiKey: known.key,
		sessionToken: '',
	});
	return results;
}

module.exports = { logIns };
