import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parametersOf } from '../contract/rows';
import { runNode } from '../engine';
import { vendors } from '../vendors';
import { credentials, startSandboxes } from './';
import { portOption } from './portOption';
import { Sandbox } from './server';
import type { ChildProcess } from 'node:child_process';

const cli = join(__dirname, 'cli.ts');

/** The command of the current test; it ends with the test, whatever the result. */
let child: ChildProcess | undefined;

/** Starts the command. */
function run(...options: string[]) {
	const started = spawn(process.execPath, ['--import', 'tsx', cli, ...options], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	child = started;
	const output = { stdout: '', stderr: '' };
	started.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
	started.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
	return { started, output, closed: once(started, 'close') };
}

afterEach(async () => {
	const running = child;
	child = undefined;
	if (!running || running.exitCode !== null || running.signalCode !== null) return;
	const closed = once(running, 'close');
	running.kill('SIGKILL');
	await closed;
});

test('the sandboxes start on loopback, each with its own port, and close', async () => {
	const { close, ...sandboxes } = await startSandboxes();
	const urls = Object.values(sandboxes).map(({ url }) => url);
	await close();
	expect(Object.keys(sandboxes)).toEqual(vendors.map(({ key }) => key));
	expect(new Set(urls).size).toBe(vendors.length);
	for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	for (const { server } of Object.values(sandboxes)) expect(server.listening).toBe(false);
});

test.each(vendors)('the printed credential of $name is accepted', async (vendor) => {
	const sandboxes = await startSandboxes();
	try {
		const printed = credentials(sandboxes)[vendor.name];
		const entered = vendor.credential.properties
			.filter(({ displayName }) => displayName in printed)
			.map(({ displayName, name }) => [name, printed[displayName]]);
		expect(entered).toHaveLength(Object.keys(printed).length);
		const { error } = await runNode({
			node: vendor.key,
			credentials: { [vendor.credentialType]: Object.fromEntries(entered) },
			parameters: parametersOf(vendor.contract.rows[0]),
		});
		expect(error).toBeUndefined();
		expect(sandboxes[vendor.key].requests.at(-1)).toMatchObject({ handled: true });
	} finally {
		await sandboxes.close();
	}
});

test('no sandbox is left running when a port is taken', async () => {
	const first = await startSandboxes();
	const closed = jest.spyOn(Sandbox.prototype, 'close');
	try {
		const last = vendors[vendors.length - 1].key;
		const taken = Number(new URL(first[last].url).port);
		await expect(startSandboxes({ ports: { [last]: taken } })).rejects.toThrow('EADDRINUSE');
		expect(closed.mock.contexts.map(({ vendor }) => vendor.name)).toEqual(
			vendors.slice(0, -1).map(({ key }) => key),
		);
	} finally {
		closed.mockRestore();
		await first.close();
	}
});

test('the command runs until it is interrupted', async () => {
	const { started, output, closed } = run();
	while (!output.stdout.includes('Ctrl-C') && started.exitCode === null)
		await Promise.race([once(started.stdout, 'data'), closed]);
	const addresses = vendors
		.flatMap(({ credentialData }) => Object.values(credentialData('http://127.0.0.1:1')))
		.filter((value) => value.startsWith('http://127.0.0.1:'));
	const lines = output.stdout.split('\n');
	expect(lines.filter((line) => line.includes('http://127.0.0.1:'))).toHaveLength(addresses.length);
	for (const { name } of vendors) expect(output.stdout).toContain(`\n${name} `);
	expect(started.exitCode).toBeNull();
	started.kill('SIGINT');
	expect(await closed).toEqual([0, null]);
	expect(output.stderr).toBe('');
});

test('the command ends with an error for an invalid port', async () => {
	const { output, closed } = run('--port', 'x');
	expect(await closed).toEqual([1, null]);
	expect(output.stderr).toMatch(/^--port must be from 1 to \d+, not x\n$/);
});

test.each(['0', String(65_536 - vendors.length + 1), 'x', '1.5'])(
	'the port %s is invalid',
	(port) => {
		expect(() => portOption(['--port', port], vendors.length)).toThrow(
			`--port must be from 1 to ${65_536 - vendors.length}, not ${port}`,
		);
	},
);

test('a port is valid when there is one for each sandbox', () => {
	const last = 65_536 - vendors.length;
	expect(portOption(['--port', String(last)], vendors.length)).toBe(last);
	expect(portOption([], vendors.length)).toBeUndefined();
});
