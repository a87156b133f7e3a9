import { cacheFolder, n8nEnvironment, npmEnvironment } from '../../../scripts/n8n/environment';

describe('npmEnvironment', () => {
	it('hides the outer npm from the inner one and keeps what the user set', () => {
		const kept = {
			HOME: '/home/anna',
			NPM_CONFIG_REGISTRY: 'http://registry.invalid/',
			npm_config_cafile: '/ca.pem',
			'npm_config_//registry.invalid/:_authToken': 'a-token',
			'npm_config_@scope:registry': 'http://scope.invalid/',
		};
		const env = {
			...kept,
			PATH: '/bin',
			NODE: '/bin/node',
			INIT_CWD: '/project',
			npm_execpath: '/npm-cli.js',
			npm_lifecycle_event: 'start',
			npm_package_name: 'a-package',
			npm_config_ignore_scripts: 'true',
			npm_config_local_prefix: '/project',
			npm_config_nodedir: '/old',
		};
		const extra = { npm_config_nodedir: '/node24' };
		expect(npmEnvironment(env, '/node24/bin/node', extra)).toEqual({
			...kept,
			...extra,
			PATH: '/node24/bin:/bin',
		});
	});
});

describe('n8nEnvironment', () => {
	const options = { node: '/n/node', userFolder: '/u', encryptionKey: 'k', port: 1, brokerPort: 2 };

	it('passes on no setting of the user and names loopback addresses alone', () => {
		const env = {
			PATH: '/bin',
			TZ: 'UTC',
			N8N_PORT: '5678',
			DB_TYPE: 'postgresdb',
			HTTP_PROXY: 'http://proxy.invalid',
		};
		const result = n8nEnvironment({ ...options, env });
		expect(result).toMatchObject({
			PATH: '/n:/bin',
			TZ: 'UTC',
			HOME: '/u',
			N8N_USER_FOLDER: '/u',
			N8N_PORT: '1',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		});
		expect(result).not.toHaveProperty('DB_TYPE');
		expect(result).not.toHaveProperty('HTTP_PROXY');
	});
});

describe('cacheFolder', () => {
	it('is in XDG_CACHE_HOME only when that is absolute', () => {
		expect(cacheFolder({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/n8n-nodes-chat-platforms');
		expect(cacheFolder({ XDG_CACHE_HOME: 'cache' })).toMatch(/\.cache\/n8n-nodes-chat-platforms$/);
	});
});
