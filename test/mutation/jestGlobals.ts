import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({
	// The fake timers read nothing else of jest's configuration.
	config: { rootDir: __dirname, testMatch: [], fakeTimers: {} } as unknown as ConstructorParameters<
		typeof ModernFakeTimers
	>[0]['config'],
	global: globalThis,
});

/** As much of jest's own object as the tests use. */
const jest = {
	fn: mocker.fn.bind(mocker),
	spyOn: mocker.spyOn.bind(mocker),
	// The plan of a run sets how long each test may take.
	setTimeout: () => undefined,
	restoreAllMocks: () => mocker.restoreAllMocks(),
	useFakeTimers: timers.useFakeTimers.bind(timers),
	useRealTimers: () => timers.useRealTimers(),
	setSystemTime: timers.setSystemTime.bind(timers),
	advanceTimersByTime: (milliseconds: number) => timers.advanceTimersByTime(milliseconds),
	advanceTimersByTimeAsync: async (milliseconds: number) =>
		await timers.advanceTimersByTimeAsync(milliseconds),
};

/** Defines what jest gives to a test file. */
export function installJestGlobals(): void {
	const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
	Object.assign(globalThis, {
		...{ describe, test, it, beforeAll, beforeEach, afterAll, afterEach },
		expect: jestExpect,
		jest,
	});
}

/** Restores what a test file has mocked. */
export function restoreMocks(): void {
	mocker.restoreAllMocks();
	timers.useRealTimers();
}

/** Makes `expect` count anew, for the next test. */
export function resetExpect(): void {
	jestExpect.setState({
		assertionCalls: 0,
		expectedAssertionsNumber: null,
		isExpectingAssertions: false,
		suppressedErrors: [],
		numPassingAsserts: 0,
	});
}

/** The errors of a test that made fewer or more assertions than it announced. */
export const assertionCountErrors = (): unknown[] =>
	jestExpect.extractExpectedAssertionsErrors().map(({ error }) => error);
