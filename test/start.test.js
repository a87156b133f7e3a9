'use strict';

const { outcomeOf, unfold } = require('../scripts/n8n/api');
const { cacheFolder, n8nEnvironment, npmEnvironment } = require('../scripts/n8n/environment');
const { explain, isMissing } = require('../scripts/n8n/npm');
const { createProgress } = require('../scripts/n8n/progress');
const { performRow, triggerOf, vendorOf, withCredentials } = require('../scripts/n8n/rows');
const { compress, renderTable, summary } = require('../scripts/n8n/table');
const { unsupported } = require('../scripts/n8n/versions');

/** @returns {{ text: string, write(part: string): void }} */
const paper = () => ({
	text: '',
	write(part) {
		this.text += part;
	},
});

describe('the environment', () => {
	it('hides the outer npm from the inner one and keeps what the user set', () => {
		const env = {
			PATH: '/bin',
			HOME: '/home/anna',
			NODE: '/bin/node',
			INIT_CWD: '/project',
			npm_execpath: '/npm-cli.js',
			npm_lifecycle_event: 'start',
			npm_package_name: 'a-package',
			npm_config_ignore_scripts: 'true',
			npm_config_local_prefix: '/project',
			npm_config_nodedir: '/old',
			NPM_CONFIG_REGISTRY: 'http://registry.invalid/',
			npm_config_cafile: '/ca.pem',
			'npm_config_//registry.invalid/:_authToken': 'a-token',
			'npm_config_@scope:registry': 'http://scope.invalid/',
		};
		expect(npmEnvironment(env, '/node24/bin/node', { npm_config_nodedir: '/node24' })).toEqual({
			PATH: '/node24/bin:/bin',
			HOME: '/home/anna',
			NPM_CONFIG_REGISTRY: 'http://registry.invalid/',
			npm_config_cafile: '/ca.pem',
			'npm_config_//registry.invalid/:_authToken': 'a-token',
			'npm_config_@scope:registry': 'http://scope.invalid/',
			npm_config_nodedir: '/node24',
		});
	});

	it("gives n8n none of the user's own settings, and loopback addresses alone", () => {
		const env = {
			PATH: '/bin',
			TZ: 'UTC',
			N8N_PORT: '5678',
			DB_TYPE: 'postgresdb',
			HTTP_PROXY: 'http://proxy.invalid',
		};
		const given = n8nEnvironment({
			env,
			node: '/n/node',
			userFolder: '/u',
			encryptionKey: 'k',
			port: 1,
			brokerPort: 2,
		});
		expect(given).toMatchObject({
			PATH: '/n:/bin',
			TZ: 'UTC',
			HOME: '/u',
			N8N_USER_FOLDER: '/u',
			N8N_PORT: '1',
		});
		expect(given).not.toHaveProperty('DB_TYPE');
		expect(given).not.toHaveProperty('HTTP_PROXY');
		expect(given.N8N_LISTEN_ADDRESS).toBe('127.0.0.1');
		expect(given.N8N_RUNNERS_BROKER_LISTEN_ADDRESS).toBe('127.0.0.1');
	});

	it('keeps things in XDG_CACHE_HOME only when that is absolute', () => {
		expect(cacheFolder({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/n8n-nodes-chat-platforms');
		expect(cacheFolder({ XDG_CACHE_HOME: 'cache' })).toMatch(/\.cache\/n8n-nodes-chat-platforms$/);
	});

	it('says where it does not run', () => {
		expect(unsupported('linux', 'x64')).toBeUndefined();
		expect(unsupported('win32', 'x64')).toMatch(/Windows/);
		expect(unsupported('darwin', 'x64')).toMatch(/darwin-x64/);
	});
});

describe("npm's failures", () => {
	it.each([
		['npm error code ENOTFOUND', /cannot reach its registry/],
		['npm error code ECONNREFUSED', /cannot reach its registry/],
		['npm error code E401', /refused/],
		['npm error code ENOSPC', /disk is full/],
		['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate/],
		['npm error code ETARGET', /does not have/],
		['npm error something else', /npm says/],
	])('explains %s', (output, words) => {
		expect(explain(output)).toMatch(words);
	});

	it('knows a missing version from a missing network', () => {
		expect(isMissing('npm error code ETARGET')).toBe(true);
		expect(isMissing('npm error code ENOTFOUND')).toBe(false);
	});
});

describe("n8n's answers", () => {
	const folded = JSON.stringify([
		{ resultData: '1' },
		{ lastNodeExecuted: '2', runData: '3' },
		'Send',
		{ Send: '4' },
		['5'],
		{ data: '6', startTime: 7 },
		{ main: '8' },
		'unused',
		['9'],
		['10', '10'],
		{ json: '11' },
		{ text: '2' },
	]);

	it('unfolds an execution', () => {
		expect(unfold(folded).resultData.runData.Send[0]).toMatchObject({
			startTime: 7,
			data: { main: [[{ json: { text: 'Send' } }, {}]] },
		});
		expect(outcomeOf({ status: 'success', data: folded })).toEqual({
			status: 'success',
			nodes: ['Send'],
			items: 2,
			error: undefined,
		});
	});

	it('says what failed, and where', () => {
		const data = JSON.stringify([
			{ resultData: '1' },
			{ error: '2' },
			{ message: '3', description: '4', node: '5' },
			'Bad',
			'Worse',
			{ name: '6' },
			'Send',
		]);
		expect(outcomeOf({ status: 'error', data }).error).toBe('Send: Bad – Worse');
		expect(outcomeOf({ status: 'canceled', data: '[{}]' }).error).toBe(
			'the execution ended as "canceled"',
		);
	});
});

describe('the rows', () => {
	/** @type {any} */
	const vendor = { key: 'selarti', name: 'Selarti', type: 'selartiApi' };
	/** @type {any} */
	const workflow = {
		name: 'Selarti: greet',
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'Send',
				type: 'x.selarti',
				credentials: { selartiApi: { id: 'demo', name: 'Demo' }, other: { id: 'o', name: 'O' } },
			},
		],
		connections: {},
	};

	it('belong to a vendor, start at a trigger and get the credentials that n8n made', () => {
		expect(vendorOf(workflow, [vendor])).toBe(vendor);
		expect(() => vendorOf({ ...workflow, name: 'Greet' }, [vendor])).toThrow(
			/must begin with "Selarti:"/,
		);
		expect(triggerOf(workflow)).toBe('Start');
		expect(() => triggerOf({ ...workflow, nodes: [] })).toThrow(/no trigger/);
		const own = withCredentials(workflow, new Map([['selartiApi', { id: '7', name: 'Made' }]]));
		expect(own.nodes[1].credentials).toEqual({
			selartiApi: { id: '7', name: 'Made' },
			other: { id: 'o', name: 'O' },
		});
	});

	it.each([
		['ok', [{ number: 'S0' }], 1, undefined, undefined],
		['silence', [], 1, undefined, 'nothing reached the vendor'],
		['nothing found', [{ number: 'S5' }], 0, undefined, 'no item came out'],
		[
			'an undocumented request',
			[{ method: 'GET', path: '/x' }],
			1,
			undefined,
			'no document has GET /x',
		],
		["n8n's own error", [], 0, 'Send: Bad', 'Send: Bad'],
	])('judge %s', async (_, reached, items, error, expected) => {
		/** @type {any} */
		const sandboxes = { selarti: { requests: [{ number: 'S4' }] } };
		const perform = async () => {
			sandboxes.selarti.requests.push(...reached);
			return { nodes: 2, items, error };
		};
		const result = await performRow({ vendor, name: 'greet', perform }, sandboxes);
		expect(result).toMatchObject({
			vendor: 'Selarti',
			name: 'greet',
			nodes: 2,
			items,
			error: expected,
		});
		expect(result.requests).toHaveLength(reached.length);
	});

	it('take what is thrown for their failure, unless n8n is gone', async () => {
		/** @type {any} */
		const sandboxes = { selarti: { requests: [] } };
		const row = (/** @type {Error} */ error) => ({
			vendor,
			name: 'greet',
			perform: () => Promise.reject(error),
		});
		expect(await performRow(row(new Error('n8n answered 400')), sandboxes)).toMatchObject({
			error: 'n8n answered 400',
		});
		await expect(performRow(row(new TypeError('fetch failed')), sandboxes)).rejects.toThrow(
			'fetch failed',
		);
	});

	it('are shown in a table, errors in full below it', () => {
		expect(compress(['S0', 'S5', 'S6', 'S6', 'S5'])).toBe('S0 S5 S6×2 S5');
		expect(compress([])).toBe('–');
		const error = 'a long refusal '.repeat(4).trim();
		const results = [
			{
				vendor: 'Selarti',
				name: 'greet',
				nodes: 2,
				requests: ['S0', 'S11', 'S11'],
				items: 12,
				error: undefined,
				milliseconds: 1234,
			},
			{
				vendor: 'Vardast',
				name: 'list',
				nodes: 1,
				requests: [],
				items: 0,
				error,
				milliseconds: 50,
			},
		];
		expect(renderTable(results).split('\n')).toEqual([
			'Vendor   Workflow  Nodes  Requests  Items  Result                                    Seconds',
			'-------  --------  -----  --------  -----  ----------------------------------------  -------',
			'Selarti  greet         2  S0 S11×2     12  ok                                            1.2',
			'Vardast  list          1  –             0  a long refusal a long refusal a long re…      0.1',
			'',
			'Vardast: list',
			`  ${error}`,
		]);
		expect(summary(results)).toBe('1 passed, 1 failed');
	});
});

describe('progress', () => {
	it('is plain lines where there is no terminal', async () => {
		const out = paper();
		const progress = createProgress(out);
		expect(await progress.step('Fetching', async () => 5)).toBe(5);
		expect(out.text).toMatch(/^Fetching …\nFetching: 0\.\d s\n$/);
	});

	it('is one line where there is one, and leaves none behind a failure', async () => {
		const out = { ...paper(), isTTY: true, columns: 40 };
		const failing = async () => {
			throw new Error('no');
		};
		await expect(
			createProgress(out).step('Fetching', failing, async () => '1.2 GB'),
		).rejects.toThrow('no');
		expect(out.text.startsWith('\r\x1b[2KFetching … 0.0 s, 1.2 GB')).toBe(true);
		expect(out.text.endsWith('\r\x1b[2K')).toBe(true);
		expect(out.text).not.toContain('\n');
	});
});
