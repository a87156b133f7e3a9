import { formatBytes, formatDuration, runStep } from '../../../scripts/n8n/steps';

describe('runStep', () => {
	let output = '';
	beforeEach(() => {
		output = '';
		const write = (text: string | Uint8Array) => {
			output += text;
			return true;
		};
		jest.spyOn(process.stdout, 'write').mockImplementation(write);
		jest.spyOn(process.stderr, 'write').mockImplementation(write);
	});
	afterEach(() => jest.restoreAllMocks());

	it('returns the result of the work and prints plain lines without a terminal', async () => {
		expect(await runStep('Fetching', async () => 5)).toBe(5);
		expect(output).toMatch(/^\S+ Fetching\n\S+ Fetching.*\n$/);
	});

	it('passes on the error of the work', async () => {
		const work = async () => {
			throw new Error('interrupted');
		};
		await expect(runStep('Fetching', work)).rejects.toThrow('interrupted');
	});
});

it('durations and sizes are rounded', () => {
	expect([3210, 45_678, 200_000].map(formatDuration)).toEqual(['3.2 s', '46 s', '3 min 20 s']);
	expect([-1, 12_300_000, 1_230_000_000].map(formatBytes)).toEqual(['0 MB', '12 MB', '1.2 GB']);
});
