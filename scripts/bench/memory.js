'use strict';

/** How much memory Return All needs over 25,000, 50,000 and 100,000 messages, beside the HTTP Request node. */

const { join } = require('node:path');
const { measureApart } = require('./children');
const { interleave } = require('./measure');
const { grow } = require('./lists');

/**
 * @typedef {object} Need
 * @property {number} heap the most live memory while it ran, above what the engine held before; bytes
 * @property {number} resident the most memory the process ever had; bytes
 */

/**
 * @param {import('../../test/sandbox').Sandboxes} sandboxes
 * @param {{ runtime: import('../n8n/fetch').Runtime, rounds: number, sizes: number[], say: (line: string) => void }} options
 * @returns {Promise<Array<{ size: number, results: Record<string, Need[]> }>>}
 */
async function memory({ naxonAi }, { runtime, rounds, sizes, say }) {
	const measured = [];
	for (const size of sizes) {
		naxonAi.reset();
		const conversation = grow(naxonAi.state, size);
		const measure = (/** @type {string} */ way) => async () => {
			const script = join(__dirname, 'memory-child.js');
			const job = {
				way,
				url: naxonAi.url,
				token: naxonAi.state.token,
				conversation,
				n8n: runtime.n8n,
			};
			const { items, ...need } = await measureApart(runtime.node, [
				'--expose-gc',
				script,
				JSON.stringify(job),
			]);
			if (items !== size) throw new Error(`memory: ${items} items of ${size}`);
			naxonAi.requests.length = 0;
			return need;
		};
		const results = await interleave(
			rounds,
			{ ours: measure('ours'), http: measure('http') },
			(line) => say(`${line} (${size})`),
		);
		measured.push({ size, results });
	}
	naxonAi.reset();
	return measured;
}

module.exports = { memory };
