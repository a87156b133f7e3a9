'use strict';

const { rooms } = require('./test/mutation/rooms');

/** One room of shared code at a time, held against its own tests; `npm run mutation` takes one after the other. */
const room = rooms.find(({ name }) => name === process.env.MUTATION_ROOM);
if (!room)
	throw new Error(`MUTATION_ROOM must be one of ${rooms.map(({ name }) => name).join(', ')}`);

module.exports = {
	testRunner: 'engine',
	plugins: [`${__dirname}/test/mutation/runner.js`],
	coverageAnalysis: 'perTest',
	buildCommand: 'npx tsc -p tsconfig.json',
	ignorePatterns: ['coverage', 'reports', 'docs', 'scripts', '*.tgz'],
	mutate: room.mutate,
	concurrency: 2,
	timeoutMS: 15_000,
	timeoutFactor: 1.5,
	reporters: ['progress-append-only', 'json'],
	jsonReporter: { fileName: `reports/mutation/${room.name}.json` },
	tempDirName: `reports/stryker/${room.name}`,
	warnings: { slow: false },
};
