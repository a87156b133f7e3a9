import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProgress, diskUsage } from '../../../scripts/n8n/diskUsage';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'size-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('progress is what is in the folder, in its subfolders too, whatever else the disk is used for', async () => {
	await mkdir(join(folder, 'a', 'b'), { recursive: true });
	for (const path of ['a/one', 'a/b/two'])
		await writeFile(join(folder, path), Buffer.alloc(2_000_000, 1));
	const bytes = await diskUsage(folder);
	expect(bytes).toBeGreaterThan(3_900_000);
	expect(bytes).toBeLessThan(4_200_000);
	expect(await describeProgress(folder)).toBe('4 MB so far');
});

it('progress says nothing where nothing can be measured', async () => {
	expect(await describeProgress(join(folder, 'gone'))).toBe('');
});
