'use strict';

// Stryker runs under tsx: node --import tsx node_modules/@stryker-mutator/core/bin/stryker.js run stryker.config.js
const { areaOf } = require('./test/mutation/areas.ts');

/** One area of shared code at a time, with its own tests; `npm run mutation` takes one after the other. */
const { name, mutate } = areaOf(process.env.MUTATION_AREA);

module.exports = {
	testRunner: 'engine',
	testRunnerNodeArgs: ['--import', 'tsx'],
	checkerNodeArgs: ['--import', 'tsx'],
	plugins: [`${__dirname}/test/mutation/runner.ts`],
	coverageAnalysis: 'perTest',
	buildCommand: 'npx tsc -p tsconfig.json',
	ignorePatterns: ['coverage', 'reports', 'docs', 'scripts', '*.tgz'],
	mutate,
	concurrency: 2,
	timeoutMS: 15_000,
	timeoutFactor: 1.5,
	reporters: ['progress-append-only', 'json'],
	jsonReporter: { fileName: `reports/mutation/${name}.json` },
	tempDirName: `reports/stryker/${name}`,
	warnings: { slow: false },
};
