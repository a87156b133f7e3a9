/** How the package gets from a tag to npm: nobody but the publishing job may publish, and no secret is stored. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

import { root } from '../support/engine';

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
	env?: Record<string, unknown>;
}

interface Job {
	uses?: string;
	needs?: string[];
	'timeout-minutes'?: number;
	permissions?: Record<string, string>;
	steps?: Step[];
}

interface Workflow {
	on: Record<string, { tags?: string[] } | null>;
	permissions?: Record<string, string>;
	jobs: Record<string, Job>;
}

const folder = join(root, '.github/workflows');
const files = readdirSync(folder);
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const workflowOf = (file: string): Workflow => load(textOf(file)) as Workflow;
const jobs = files.flatMap((file) =>
	Object.entries(workflowOf(file).jobs).map(([name, job]) => ({ file, name, job })),
);
const mayPublish = ({ job }: (typeof jobs)[number]) => job.permissions?.['id-token'] === 'write';

describe.each(files)('%s', (file) => {
	test('uses every action by its commit, with the version as a comment', () => {
		const used = [...textOf(file).matchAll(/\buses: *(.*)/g)].map(([, action]) => action);
		expect(used.length).toBeGreaterThan(0);
		for (const action of used)
			expect(action).toMatch(
				/^(\.\/\.github\/workflows\/\w+\.yml|[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
			);
	});

	test('stores no token: no secret is read', () => {
		expect(textOf(file)).not.toMatch(/\bsecrets\b|NODE_AUTH_TOKEN|NPM_TOKEN|_authToken/);
	});

	test('may do nothing by default but read', () => {
		const granted = Object.entries(workflowOf(file).permissions ?? { everything: 'write' });
		expect(granted.filter(([what, level]) => what !== 'contents' || level !== 'read')).toEqual([]);
	});

	test('ends each of its jobs in time', () => {
		for (const [name, job] of Object.entries(workflowOf(file).jobs))
			expect([name, job.uses ?? job['timeout-minutes']]).not.toEqual([name, undefined]);
	});
});

test('the same action has the same commit everywhere', () => {
	const commits = new Map<string, Set<string>>();
	for (const file of files)
		for (const [, action, commit] of textOf(file).matchAll(/uses: ([\w/-]+)@(.*)/g))
			commits.set(action, (commits.get(action) ?? new Set()).add(commit));
	for (const [action, found] of commits)
		expect([action, [...found]]).toEqual([action, [[...found][0]]]);
});

test('the gate may take as long as its own limits allow', () => {
	const gate = readFileSync(join(root, '.ci/run'), 'utf8');
	const limits = [...gate.matchAll(/^timeout (\d+)m /gm)].map(([, minutes]) => Number(minutes));
	expect(limits.length).toBeGreaterThan(0);
	const total = limits.reduce((sum, minutes) => sum + minutes, 0);
	const running = jobs.filter(({ job }) => job.steps?.some(({ run }) => run === '.ci/run'));
	expect(running.length).toBeGreaterThan(0);
	// npm ci, the checkout and the caches come on top.
	for (const { job } of running) expect(job['timeout-minutes']).toBeGreaterThanOrEqual(total + 15);
});

describe('publishing', () => {
	const publishing = jobs.filter(mayPublish);
	const [{ file, job }] = publishing;
	const runs = (job.steps ?? []).flatMap(({ run }) => run ?? []);

	test('one job alone may publish, and only for a tag', () => {
		expect(publishing).toHaveLength(1);
		expect(Object.keys(workflowOf(file).on)).toEqual(['push']);
		expect(workflowOf(file).on.push).toEqual({ tags: ['v*'] });
		expect(job.permissions).toEqual({ 'id-token': 'write' });
	});

	test('that job runs no code of this repository: it publishes what another job has packed', () => {
		expect(runs.map((run) => run.split(' ').slice(0, 2).join(' '))).toEqual([
			'npm install',
			'npm publish',
		]);
		expect(job.steps?.some(({ uses }) => uses?.startsWith('actions/checkout@'))).toBe(false);
		expect(runs[1]).toContain('.tgz');
	});

	test('it comes after the whole gate and after the check of the tag', () => {
		const needed = (job.needs ?? []).map((name) => workflowOf(file).jobs[name]);
		const gate = needed.find(({ uses }) => uses === './.github/workflows/ci.yml');
		expect(gate).toBeDefined();
		expect(workflowOf('ci.yml').on).toHaveProperty('workflow_call');
		const checking = needed.find(({ steps }) =>
			steps?.some(({ run }) => run === '.ci/checkRelease'),
		);
		const checkout = checking?.steps?.find(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkout?.with).toMatchObject({ 'fetch-depth': 0 });
	});

	test('it names the registry and has an npm that knows trusted publishing', () => {
		const node = job.steps?.find(({ uses }) => uses?.startsWith('actions/setup-node@'));
		expect(node?.with).toMatchObject({ 'registry-url': 'https://registry.npmjs.org' });
		const [, ...version] = /\bnpm@(\d+)\.(\d+)\.(\d+)$/.exec(runs[0])?.map(Number) ?? [];
		const [major, minor, patch] = version;
		expect(version).toHaveLength(3);
		expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(11_005_001);
	});
});

describe('a tag', () => {
	let repository: string;
	const git = (...args: string[]) => {
		const author = [
			'-c',
			'user.name=a',
			'-c',
			'user.email=a@example.com',
			'-c',
			'commit.gpgsign=false',
		];
		return execFileSync('git', [...author, ...args], {
			cwd: repository,
			stdio: 'pipe',
			timeout: 60_000,
		});
	};
	const check = (tag: string) => {
		const env = { ...process.env, GITHUB_REF_NAME: tag };
		const options = { env, encoding: 'utf8', timeout: 60_000 } as const;
		return spawnSync(join(repository, '.ci/checkRelease'), options);
	};

	beforeAll(() => {
		repository = mkdtempSync(join(tmpdir(), 'release-test-'));
		mkdirSync(join(repository, '.ci'));
		cpSync(join(root, '.ci/checkRelease'), join(repository, '.ci/checkRelease'));
		writeFileSync(join(repository, 'package.json'), '{"version":"1.2.3"}');
		git('init', '--quiet', '--initial-branch=main');
		git('add', '.');
		git('commit', '--quiet', '-m', 'A release');
		git('update-ref', 'refs/remotes/origin/main', 'HEAD');
	});
	afterAll(() => rmSync(repository, { recursive: true, force: true }));

	test('that names the version of a commit on main is released', () => {
		expect(check('v1.2.3')).toMatchObject({ status: 0, stderr: '' });
	});

	test.each(['v1.2.4', '1.2.3', 'v1.2.3-rc.1', 'v01.2.3'])(
		'that names another version is refused: %s',
		(tag) => {
			const { status, stderr } = check(tag);
			expect(status).toBe(1);
			expect(stderr).toContain('package.json says v1.2.3');
		},
	);

	test('of a commit that is not on main is refused', () => {
		git('commit', '--quiet', '--allow-empty', '-m', 'Not merged');
		const { status, stderr } = check('v1.2.3');
		expect(status).toBe(1);
		expect(stderr).toContain('not on main');
	});
});
