/**
 * Runs jest test files many times in one process: with jest's own circus, expect, mocks and fake timers, but without its
 * module registry and contexts, so that n8n's engine is loaded once, and the package anew for every file.
 */

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { Circus } from '@jest/types';
import * as circus from 'jest-circus';

import type * as EnginePackage from '../support/engine/package';
import { assertionCountErrors, installJestGlobals, resetExpect, restoreMocks } from './jestGlobals';

// The `require` of a module that was imported as an ES module has no cache.
const load = createRequire(__filename);

installJestGlobals();

// An error that nobody awaits may be left over from the mutant before; unlike in jest it fails no test.
for (const name of ['uncaughtException', 'unhandledRejection']) process.on(name, () => {});

/** A test that was run. */
export interface PlayedTest {
	id: string;
	file: string;
	/** In milliseconds. */
	duration: number;
	errors: string[];
}

export interface TestPlan {
	/** The project, or Stryker's copy of it with mutants. */
	root: string;
	/** The path of the test file. */
	file: string;
	/** The ids of the tests to run; all when left out. */
	only?: Set<string>;
	/** Tests that are left out, by their ids. */
	without?: RegExp;
	/** Whether to stop at the first failure. */
	bail: boolean;
	/** How long a test may take, in milliseconds. */
	timeout: (id: string) => number;
	/** Called when a test begins, and with undefined when it is over. */
	onTest: (id: string | undefined) => void;
}

/** Every test of a block, with an id that no other test of the file has. */
function* testsOf(
	block: Circus.DescribeBlock,
	file: string,
	path: string[] = [],
	counts = new Map<string, number>(),
): Generator<{ test: Circus.TestEntry; id: string }> {
	for (const child of block.children) {
		const names = [...path, child.name];
		if (child.type === 'describeBlock') {
			yield* testsOf(child, file, names, counts);
			continue;
		}
		const name = `${file} ${names.join(' ')}`;
		const count = (counts.get(name) ?? 0) + 1;
		counts.set(name, count);
		yield { test: child, id: count === 1 ? name : `${name} (${count})` };
	}
}

/** Forgets the modules of the package and of its tests; those of other packages stay loaded. */
function forgetModules(root: string) {
	for (const path of Object.keys(load.cache)) {
		const isOwn = path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`);
		if (isOwn && !path.startsWith(__dirname + sep)) delete load.cache[path];
	}
}

const messageOf = (error: unknown): string => {
	const [first]: unknown[] = [error].flat();
	return (first as Error | undefined)?.message ?? String(error);
};

/** Listens to circus: skips what comes after a failure, and collects the results. */
function createListener({ file, bail, onTest }: TestPlan, ids: Map<Circus.TestEntry, string>) {
	const played: PlayedTest[] = [];
	let hasFailed = false;
	const listener = (event: Circus.Event) => {
		if (event.name === 'test_start') {
			const { test } = event;
			if (hasFailed && bail) test.mode = 'skip';
			if (test.mode === 'skip') return;
			onTest(ids.get(test));
			resetExpect();
		} else if (event.name === 'test_fn_success') {
			event.test.errors.push(...(assertionCountErrors() as Circus.TestError[]));
		} else if (event.name === 'test_done') {
			const { errors, duration } = event.test;
			onTest(undefined);
			hasFailed ||= errors.length > 0;
			played.push({
				id: ids.get(event.test) ?? '',
				file,
				duration: duration ?? 0,
				errors: errors.map(messageOf),
			});
		}
	};
	return { played, listener };
}

/** Loads the test file and selects its tests. */
async function prepare(
	{ root, file, only, without, timeout }: TestPlan,
	ids: Map<Circus.TestEntry, string>,
) {
	load(join(root, 'test', 'support', 'engine', 'setup.ts'));
	load(file);
	// Loaded here and not in the first test that needs it: what runs at loading concerns all tests.
	const engine = load.cache[join(root, 'test', 'support', 'engine', 'package.ts')];
	if (engine) await (engine.exports as typeof EnginePackage).loadPackage();
	const path = relative(join(root, 'test'), file);
	for (const { test, id } of testsOf(circus.getState().rootDescribeBlock, path)) {
		ids.set(test, id);
		if ((only && !only.has(id)) || without?.test(id)) test.mode = 'skip';
		test.timeout = timeout(id);
	}
}

/**
 * Runs one test file.
 *
 * @returns the tests that ran; an error outside of them is a test of its own
 */
export async function play(plan: TestPlan): Promise<PlayedTest[]> {
	const { root, file } = plan;
	forgetModules(root);
	circus.resetState();
	const ids = new Map<Circus.TestEntry, string>();
	const { played, listener } = createListener(plan, ids);
	const fail = (...errors: string[]) =>
		void played.push({ id: `${file} as a whole`, file, duration: 0, errors });
	circus.addEventHandler(listener);
	try {
		await prepare(plan, ids);
		const { unhandledErrors } = await circus.run();
		if (unhandledErrors.length > 0) fail(...unhandledErrors);
	} catch (error) {
		fail(error instanceof Error && error.stack ? error.stack : String(error));
	} finally {
		circus.removeEventHandler(listener);
		restoreMocks();
	}
	return played;
}

/**
 * Finds test files.
 *
 * @param names of the path below test/
 * @returns their paths
 */
export const findTestFiles = (root: string, names: RegExp): string[] =>
	readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.test.ts') && names.test(path.split(sep).join('/')))
		.sort()
		.map((path) => join(root, 'test', path));
