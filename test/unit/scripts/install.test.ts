import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from '../../../scripts/n8n/install';

let folder = '';
let target = '';
const log = jest.spyOn(console, 'log');
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'install-test-'));
	target = join(folder, 'thing');
	log.mockReset().mockImplementation();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const install = jest.fn(async (part: string) => {
	await writeFile(join(part, 'content'), 'all of it');
	return { thing: 'one' };
});
beforeEach(() => install.mockClear());

describe('ensureInstalled', () => {
	it('installs a folder once, as a whole, however many ask for it', async () => {
		await mkdir(join(folder, 'thing.part-1'));
		const results = await Promise.all([
			ensureInstalled(target, '1', install),
			ensureInstalled(target, '1', install),
		]);
		expect(results.sort()).toEqual([false, true]);
		expect(install).toHaveBeenCalledTimes(1);
		expect(log).toHaveBeenCalledWith('Another start is fetching thing; waiting for it.');
		const ready = JSON.parse(await readFile(join(target, 'ready.json'), 'utf8'));
		expect(ready).toMatchObject({ version: '1', thing: 'one' });
		expect(await readdir(folder)).toEqual(['thing']);
	});

	it('installs another version in its place', async () => {
		expect(await ensureInstalled(target, '1', install)).toBe(true);
		expect(await ensureInstalled(target, '1', install)).toBe(false);
		expect(await ensureInstalled(target, '2', install)).toBe(true);
	});

	it('leaves nothing when it fails', async () => {
		const failing = async (part: string) => {
			await writeFile(join(part, 'content'), 'half of it');
			throw new Error('interrupted');
		};
		await expect(ensureInstalled(target, '1', failing)).rejects.toThrow('interrupted');
		expect(await readdir(folder)).toEqual([]);
	});

	it('takes over the lock of a process that is gone', async () => {
		await mkdir(`${target}.lock`);
		await utimes(`${target}.lock`, 0, 0);
		expect(await ensureInstalled(target, '1', install)).toBe(true);
		expect(await readdir(folder)).toEqual(['thing']);
	});

	it('stops waiting for another process when it is aborted', async () => {
		await mkdir(`${target}.lock`);
		const controller = new AbortController();
		log.mockImplementation(() => controller.abort());
		const waiting = ensureInstalled(target, '1', install, controller.signal);
		await expect(waiting).rejects.toThrow(/abort/i);
		expect(install).not.toHaveBeenCalled();
	});

	it('ends and discards the installation when another process takes the lock over', async () => {
		const robbed = async (_part: string, signal: AbortSignal) => {
			await rm(`${target}.lock`, { recursive: true });
			await mkdir(`${target}.lock`);
			await once(signal, 'abort');
			return {};
		};
		await expect(ensureInstalled(target, '1', robbed)).rejects.toThrow(/took over/);
		expect(await readdir(folder)).toEqual(['thing.lock']);
	});
});
