import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startSandboxes, credentials } from './';
import { vendors } from '../vendors';
import { Sandbox } from './server';

const cli = join(__dirname, 'cli.ts');

function run(...options: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', cli, ...options], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said = { out: '', err: '' };
	child.stdout.setEncoding('utf8').on('data', (text) => (said.out += text));
	child.stderr.setEncoding('utf8').on('data', (text) => (said.err += text));
	return { child, said, ended: once(child, 'close') };
}

test('all four start on loopback, each with a port of its own, and end', async () => {
	const sandboxes = await startSandboxes();
	const { close, ...all } = sandboxes;
	const urls = Object.values(all).map(({ url }) => url);
	expect(Object.keys(all)).toEqual(vendors.map(({ key }) => key));
	expect(new Set(urls).size).toBe(vendors.length);
	for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	await close();
	for (const { server } of Object.values(all)) expect(server.listening).toBe(false);
});

test('what the command prints is enough to use each of them', async () => {
	const { close, ...sandboxes } = await startSandboxes();
	const given = credentials({ close, ...sandboxes });
	const status = async (url: string, init: RequestInit) => (await fetch(url, init)).status;
	const json = { 'content-type': 'application/json' };
	try {
		expect([
			await status(`${given.Selarti['Base URL']}/api/1.1/wf/auth`, {
				method: 'POST',
				headers: json,
				body: JSON.stringify({ key: given.Selarti['API Key'] }),
			}),
			await status(given.AnyCom['Base URL'], {
				method: 'POST',
				headers: {
					...json,
					auth_key: given.AnyCom['Auth Key'],
					auth_user: given.AnyCom['Auth User'],
				},
				body: JSON.stringify({ group: 'chan', cmd: 'show', args: {} }),
			}),
			await status(`${given['Naxon AI']['Base URL']}/models`, {
				headers: { authorization: `Bearer ${given['Naxon AI']['API Token']}` },
			}),
			await status(`${given.Vardast['Base URL']}/messenger/api/channel/`, {
				headers: { 'x-api-key': given.Vardast['API Key'] },
			}),
		]).toEqual([200, 200, 200, 200]);
	} finally {
		await close();
	}
});

test('a port that is taken leaves nothing running', async () => {
	const first = await startSandboxes();
	const taken = Number(new URL(first.vardast.url).port);
	const closed = jest.spyOn(Sandbox.prototype, 'close');
	await expect(startSandboxes({ ports: { vardast: taken } })).rejects.toThrow('EADDRINUSE');
	expect(closed.mock.contexts.map(({ vendor }) => vendor.name)).toEqual([
		'selarti',
		'anyCom',
		'naxonAi',
	]);
	closed.mockRestore();
	await first.close();
});

test('the command stays until it is interrupted', async () => {
	const { child, said, ended } = run();
	while (!said.out.includes('Ctrl-C')) await once(child.stdout, 'data');
	expect(said.out.split('\n').filter((line) => line.includes('http://127.0.0.1:'))).toHaveLength(5);
	for (const { name } of vendors) expect(said.out).toContain(`\n${name} `);
	expect(child.exitCode).toBeNull();
	child.kill('SIGINT');
	expect(await ended).toEqual([0, null]);
	expect(said.err).toBe('');
});

test.each(['0', '65533', 'x', '1.5'])('the command refuses the port %s', async (port) => {
	const { said, ended } = run('--port', port);
	expect(await ended).toEqual([1, null]);
	expect(said.err).toContain('--port must be from 1 to 65532');
});
