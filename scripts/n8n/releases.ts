/**
 * The versions of n8n that are started, what they run on, and what it takes to install them from a package registry
 * alone: no compiler, no Python, no download from anywhere else.
 */

import { join } from 'node:path';
import { findNodeBinary } from './nodeBinaries';

export interface Release {
	version: string;
	/** The lowest Node.js version that it supports; it is run on that major version. */
	minimumNode: string;
	/** The modules whose prebuilt binaries it needs. */
	nativeModules: string[];
	/** Environment variables that differ. */
	environment: Record<string, string>;
}

/** The space to install n8n in, in bytes: up to 2.5 GB stay, the rest is for npm's cache and temporary files. */
export const requiredBytes = 4e9;

/**
 * The versions that this package is tested on. versions/ holds the manifest and lock file of each. The manifests override:
 * - linkedom, xlsx, langgraph: without that npm never ends resolving, or looks outside the registry;
 * - sqlite3: version 5 has no binary and would be compiled; this fork of it has one for each platform below.
 * The oldest two depend on OpenTelemetry, as their commands do not load with the versions that npm chooses.
 *
 * Modules with binaries determine the Node.js version: isolated-vm supports even major versions only, and the fork of
 * sqlite3 has needed a Node-API since 9 that Node.js 20 lacks.
 */
export const releases: Record<'oldest' | 'middle' | 'newest', Release> = {
	oldest: {
		version: '2.8.4',
		minimumNode: '20.19',
		nativeModules: ['sqlite3'],
		// It does not start when an unknown module is disabled.
		environment: { N8N_DISABLED_MODULES: '' },
	},
	middle: {
		version: '2.22.6',
		minimumNode: '22.16',
		nativeModules: ['sqlite3', 'isolated-vm'],
		environment: {},
	},
	newest: {
		version: '2.41.1',
		minimumNode: '24.0',
		nativeModules: ['sqlite3', 'isolated-vm'],
		environment: {},
	},
};

export const nodeMajor = ({ minimumNode }: Release): number => Number(minimumNode.split('.')[0]);

/** The folder with the package.json and package-lock.json that a release is installed by. */
export const manifestFolder = ({ version }: Release): string =>
	join(__dirname, 'versions', version);

/** @param node - A version as in process.versions. */
export function supportsNode({ minimumNode }: Release, node: string): boolean {
	const [major, minor] = node.split('.').map(Number);
	const [requiredMajor, requiredMinor] = minimumNode.split('.').map(Number);
	return major === requiredMajor && minor >= requiredMinor;
}

/**
 * @param platform - As in process.platform.
 * @param arch - As in process.arch.
 * @returns Why n8n cannot be started here, undefined when it can.
 */
export function explainUnsupportedPlatform(platform: string, arch: string): string | undefined {
	if (platform === 'win32') return 'npm start does not run on Windows; use WSL or another Linux.';
	const isSupported = findNodeBinary(nodeMajor(releases.newest), `${platform}-${arch}`);
	if (isSupported) return undefined;
	return `npm start needs linux-x64, linux-arm64 or darwin-arm64; this is ${platform}-${arch}.`;
}
