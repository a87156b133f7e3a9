/**
 * Runs jest test files many times in one process: jest's own circus, expect, mocks and fake timers, but no module registry
 * of jest's, so that n8n's engine is loaded once and the package anew for every file, and no context of their own.
 */

import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import * as circus from 'jest-circus';
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({
	config: { rootDir: __dirname, testMatch: [], fakeTimers: {} },
	global: globalThis,
});

const jest = {
	fn: mocker.fn.bind(mocker),
	spyOn: mocker.spyOn.bind(mocker),
	restoreAllMocks: () => mocker.restoreAllMocks(),
	useFakeTimers: (options: any) => timers.useFakeTimers(options),
	useRealTimers: () => timers.useRealTimers(),
	setSystemTime: (now: any) => timers.setSystemTime(now),
	advanceTimersByTime: (milliseconds: number) => timers.advanceTimersByTime(milliseconds),
	advanceTimersByTimeAsync: async (milliseconds: number) =>
		await timers.advanceTimersByTimeAsync(milliseconds),
};

const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
Object.assign(globalThis, {
	describe,
	test,
	it,
	beforeAll,
	beforeEach,
	afterAll,
	afterEach,
	expect: jestExpect,
	jest,
});

// What fails while nobody waits for it may be left over from the mutant before, so here it fails no test, as it would in jest.
for (const name of ['uncaughtException', 'unhandledRejection']) process.on(name, () => {});

export interface Played {
	id: string;
	file: string;
	/** in milliseconds */
	duration: number;
	errors: string[];
}

export interface Plan {
	/** where the project is, or Stryker's copy of it with mutants */
	root: string;
	/** a path */
	file: string;
	/** the ids of the tests to run */
	only?: Set<string>;
	/** what the ids of tests say that are not to run */
	without?: RegExp;
	/** whether to stop at the first failure */
	bail: boolean;
	/** in milliseconds */
	timeout: (id: string) => number;
	/** called when a test begins and when it is over */
	onTest: (id: string | undefined) => void;
}

/** Every test below a block, with a name that no other has. */
function* testsOf(
	block: any,
	file: string,
	path = [] as string[],
	seen = new Map() as Map<string, number>,
) {
	for (const child of block.children) {
		const names = [...path, child.name];
		if (child.type === 'describeBlock') {
			yield* testsOf(child, file, names, seen);
			continue;
		}
		const name = `${file.split(sep).at(-1)} ${names.join(' ')}`;
		const count = (seen.get(name) ?? 0) + 1;
		seen.set(name, count);
		yield { test: child, id: count === 1 ? name : `${name} (${count})` };
	}
}

/** Forgets the package and its tests, not what they take from elsewhere. */
function forget(root: string) {
	for (const path of Object.keys(require.cache)) {
		const own = path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`);
		if (own && !path.startsWith(__dirname + sep)) delete require.cache[path];
	}
}

/**
 * Runs one test file.
 *
 * @returns the tests that ran
 */
export async function play({
	root,
	file,
	only,
	without,
	bail,
	timeout,
	onTest,
}: Plan): Promise<Played[]> {
	forget(root);
	circus.resetState();
	const state = circus.getState();
	const ids: Map<any, string> = new Map();
	const played: Played[] = [];
	let failed = false;
	const handler = (event: any) => {
		if (event.name === 'test_start') {
			if (failed && bail) event.test.mode = 'skip';
			if (event.test.mode === 'skip') return;
			onTest(ids.get(event.test));
			jestExpect.setState({
				assertionCalls: 0,
				expectedAssertionsNumber: null,
				isExpectingAssertions: false,
				suppressedErrors: [],
				numPassingAsserts: 0,
			});
		} else if (event.name === 'test_fn_success') {
			for (const { error } of jestExpect.extractExpectedAssertionsErrors())
				event.test.errors.push(error);
		} else if (event.name === 'test_done') {
			onTest(undefined);
			failed ||= event.test.errors.length > 0;
			const errors = event.test.errors.map(
				(error: any) => [error].flat()[0]?.message ?? String(error),
			);
			played.push({
				id: ids.get(event.test) ?? '',
				file,
				duration: event.test.duration ?? 0,
				errors,
			});
		}
	};
	circus.addEventHandler(handler);
	try {
		require(join(root, 'test', 'engine', 'setup.js'));
		require(file);
		// Here, and not in the first test that needs it: what is loaded once concerns all tests.
		const engine = require.cache[join(root, 'test', 'engine', 'index.js')];
		if (engine) await engine.exports.loadPackage();
		for (const { test: found, id } of testsOf(state.rootDescribeBlock, file)) {
			ids.set(found, id);
			if ((only && !only.has(id)) || without?.test(id)) found.mode = 'skip';
			found.timeout = timeout(id);
		}
		const { unhandledErrors } = await circus.run();
		if (unhandledErrors.length > 0)
			played.push({ id: `${file} as a whole`, file, duration: 0, errors: unhandledErrors });
	} catch (error) {
		played.push({
			id: `${file} as a whole`,
			file,
			duration: 0,
			errors: [String((error as any)?.stack ?? error)],
		});
	} finally {
		circus.removeEventHandler(handler);
		mocker.restoreAllMocks();
		timers.useRealTimers();
	}
	return played;
}

/** The test files that have these names. */
export const filesOf = (root: string, names: RegExp) =>
	readdirSync(join(root, 'test'))
		.filter((name) => name.endsWith('.test.js') && names.test(name))
		.map((name) => join(root, 'test', name));
