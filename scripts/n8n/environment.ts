/** The environment variables of the programs that the scripts start. */

import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

/**
 * The npm settings in the environment that belong to the user: how to reach a registry and where to keep its files.
 * Everything else that begins with npm_ was set by the npm that runs `npm start` and is about this project:
 * its ignore-scripts, its folder, its lifecycle.
 */
const userSettings = new Set(
	`registry replace_registry_host userconfig globalconfig cache proxy https_proxy http_proxy noproxy
	local_address maxsockets ca cafile cert key strict_ssl offline prefer_offline prefer_online fetch_retries
	fetch_retry_factor fetch_retry_maxtimeout fetch_retry_mintimeout fetch_timeout`.split(/\s+/),
);

/** @param name - The part after npm_config_. */
function isUserSetting(name: string): boolean {
	const key = name.toLowerCase().replaceAll('-', '_');
	return userSettings.has(key) || key.startsWith('//') || /^@.+:registry$/.test(key);
}

const pathWith = (node: string, env: NodeJS.ProcessEnv): string =>
	[dirname(node), env.PATH].filter(Boolean).join(delimiter);

/**
 * The environment of an npm that runs inside `npm start`.
 *
 * @param node - A Node.js binary that is to come first in PATH.
 */
export function npmEnvironment(
	env: NodeJS.ProcessEnv,
	node?: string,
	extra: Record<string, string> = {},
): NodeJS.ProcessEnv {
	const kept = Object.entries(env).filter(([name]) => {
		const setting = /^npm_config_(.*)$/i.exec(name)?.[1];
		if (setting !== undefined) return isUserSetting(setting);
		return !/^(npm_|INIT_CWD$|NODE$|NODE_ENV$)/i.test(name);
	});
	return { ...Object.fromEntries(kept), ...(node && { PATH: pathWith(node, env) }), ...extra };
}

/** The folder of what is kept from one start to the next. */
export function cacheFolder({ XDG_CACHE_HOME: base }: NodeJS.ProcessEnv): string {
	const parent = base && isAbsolute(base) ? base : join(homedir(), '.cache');
	return join(parent, 'n8n-nodes-chat-platforms');
}

export interface N8nEnvironmentOptions {
	env: NodeJS.ProcessEnv;
	/** The Node.js binary that n8n runs on. */
	node: string;
	userFolder: string;
	encryptionKey: string;
	port: number;
	/** The port of n8n's task runners. */
	brokerPort: number;
}

/**
 * The environment of n8n. It is built from nothing, so that no N8N_…, DB_… or proxy setting of the user reaches it,
 * and n8n contacts nobody: the settings for that were found by observing what n8n tried to reach.
 */
export function n8nEnvironment(options: N8nEnvironmentOptions): NodeJS.ProcessEnv {
	const { env, node, userFolder, encryptionKey, port, brokerPort } = options;
	const kept = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR'].filter((name) => env[name] !== undefined);
	return {
		...Object.fromEntries(kept.map((name) => [name, env[name]])),
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

		// These would contact n8n's makers.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		// This would request the list of verified packages; ours is installed from the disk.
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',

		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
	};
}
