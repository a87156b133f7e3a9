'use strict';

const Sequencer = require('@jest/test-sequencer').default;

/** The quick tests first: most mutants die there, and the slow ones need not be run. */
class QuickFirst extends Sequencer {
	/** @param {Array<import('@jest/test-result').Test>} tests */
	sort(tests) {
		const slow = ['sends'];
		const rank = (/** @type {{path: string}} */ { path }) => (slow.some((name) => path.includes(`${name}.test`)) ? 1 : 0);
		return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
	}
}

module.exports = QuickFirst;
