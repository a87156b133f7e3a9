'use strict';

/** The tests run what is built, in n8n's own engine; coverage is counted back to the sources by their maps. */
module.exports = {
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/support/engine/setup.ts'],
	moduleNameMapper: { '^(?:\\.{1,2}/)+(nodes|credentials)/(.+)$': '<rootDir>/dist/$1/$2' },
	transform: {
		'/node_modules/.+\\.js$|/(test|scripts)/.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
		'/dist/.+\\.js$': '<rootDir>/test/support/jest/sourceMapTransform.js',
	},
	// These packages have ES modules only.
	transformIgnorePatterns: [
		'/node_modules/(?!(agent-base|axios-cookiejar-support|get-port|http-cookie-agent)/)',
	],
	collectCoverageFrom: ['dist/nodes/**/*.js', 'dist/credentials/**/*.js'],
	coverageDirectory: 'coverage',
	coverageReporters: ['text', 'text-summary', 'json-summary', 'html'],
	coverageThreshold: { global: { lines: 100, functions: 100, statements: 100, branches: 97 } },
	// Tests wait for their sandbox more than they compute, so no core has to be left idle.
	maxWorkers: '100%',
	testTimeout: 30_000,
};
