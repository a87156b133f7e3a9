'use strict';

/** What the programs that are started here get to see of the environment. */

const { dirname, delimiter, isAbsolute, join } = require('node:path');
const { homedir } = require('node:os');

/**
 * What npm takes from the environment and the user may have set there: how to reach a registry, and where
 * to keep what came from it. All else that begins with npm_ was put there by the npm that runs `npm start`
 * and speaks of this project: its ignore-scripts, its folder, its lifecycle.
 */
const usersOwn = new Set([
	...['registry', 'replace_registry_host', 'userconfig', 'globalconfig', 'cache'],
	...['proxy', 'https_proxy', 'http_proxy', 'noproxy', 'local_address', 'maxsockets'],
	...['ca', 'cafile', 'cert', 'key', 'strict_ssl', 'offline', 'prefer_offline', 'prefer_online'],
	...[
		'fetch_retries',
		'fetch_retry_factor',
		'fetch_retry_maxtimeout',
		'fetch_retry_mintimeout',
		'fetch_timeout',
	],
]);

/** @param {string} name the part after npm_config_ */
function isUsersOwn(name) {
	const key = name.toLowerCase().replaceAll('-', '_');
	return usersOwn.has(key) || key.startsWith('//') || /^@.+:registry$/.test(key);
}

/**
 * The environment for an npm of its own inside an `npm start`.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [node] a node binary that is to come first in PATH
 * @param {Record<string, string>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
function npmEnvironment(env, node, extra = {}) {
	/** @type {NodeJS.ProcessEnv} */
	const clean = {};
	for (const [name, value] of Object.entries(env)) {
		const setting = /^npm_config_(.*)$/i.exec(name)?.[1];
		if (
			setting === undefined ? /^(npm_|INIT_CWD$|NODE$|NODE_ENV$)/i.test(name) : !isUsersOwn(setting)
		)
			continue;
		clean[name] = value;
	}
	return { ...clean, ...(node ? { PATH: pathWith(node, env) } : {}), ...extra };
}

/** @param {string} node @param {NodeJS.ProcessEnv} env */
function pathWith(node, env) {
	return [dirname(node), env.PATH].filter(Boolean).join(delimiter);
}

/** Where things are kept from one start to the next. @param {NodeJS.ProcessEnv} env */
function cacheFolder(env) {
	const base = env.XDG_CACHE_HOME;
	return join(
		base && isAbsolute(base) ? base : join(homedir(), '.cache'),
		'n8n-nodes-chat-platforms',
	);
}

/**
 * The environment for n8n. It is built from nothing, so that no N8N_…, DB_… or proxy setting of the user's
 * reaches it, and it asks nobody but the package's own nodes: every setting under "asks" was found by
 * watching what n8n tried to reach.
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.node the node binary that n8n runs on
 * @param {string} options.userFolder
 * @param {string} options.encryptionKey
 * @param {number} options.port
 * @param {number} options.brokerPort for n8n's task runners
 * @returns {NodeJS.ProcessEnv}
 */
function n8nEnvironment({ env, node, userFolder, encryptionKey, port, brokerPort }) {
	/** @type {NodeJS.ProcessEnv} */
	const kept = {};
	for (const name of ['LANG', 'LC_ALL', 'TZ', 'TMPDIR']) {
		if (env[name] !== undefined) kept[name] = env[name];
	}
	return {
		...kept,
		PATH: pathWith(node, env),
		HOME: userFolder,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: encryptionKey,

		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',

		// asks n8n's makers
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		// asks for the list of verified packages; ours is installed from the disk
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',

		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
	};
}

module.exports = { npmEnvironment, n8nEnvironment, cacheFolder };
