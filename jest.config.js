'use strict';

/** The tests run what is built, in n8n's own engine; coverage is counted back to the sources by their maps. */
module.exports = {
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.js'],
	setupFiles: ['<rootDir>/test/engine/setup.js'],
	transform: { '/dist/.+\\.js$': '<rootDir>/test/engine/with-source-map.js' },
	collectCoverageFrom: ['dist/nodes/**/*.js', 'dist/credentials/**/*.js'],
	coverageDirectory: 'coverage',
	coverageReporters: ['text', 'text-summary', 'json-summary', 'html'],
	coverageThreshold: { global: { lines: 100, functions: 100, statements: 100, branches: 97 } },
	testTimeout: 30_000,
};
