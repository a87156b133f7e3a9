'use strict';

const base = require('../../jest.config');

/** The tests that look at shared code, without those that only repeat them for another vendor. */
module.exports = {
	...base,
	rootDir: base.rootDir,
	collectCoverageFrom: undefined,
	coverageThreshold: undefined,
	testSequencer: '<rootDir>/test/mutation/sequencer.js',
	bail: 1,
	testMatch: ['shared', 'paging', 'paging.model', 'selarti', 'sends', 'vardast', 'anycom'].map((name) => `<rootDir>/test/${name}.test.js`),
};
