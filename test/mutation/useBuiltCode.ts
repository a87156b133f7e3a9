import Module from 'node:module';
import { join, sep } from 'node:path';

/** Node's resolution of `require`; its types do not have it. */
const loader = Module as unknown as {
	_resolveFilename(request: string, ...rest: unknown[]): string;
};

const sources = ['nodes', 'credentials'];

/** The built file of a source file of the nodes or credentials, or undefined for any other file. */
function builtFileOf(root: string, file: string): string | undefined {
	const isSource = sources.some((folder) => file.startsWith(join(root, folder) + sep));
	return isSource && file.endsWith('.ts')
		? join(root, 'dist', file.slice(root.length + 1).replace(/\.ts$/, '.js'))
		: undefined;
}

/**
 * Lets the tests import the built nodes and credentials, as jest's `moduleNameMapper` does: Stryker's mutants are in the
 * built code of its copy of the project.
 *
 * @param root of Stryker's copy
 */
export function useBuiltCode(root: string): void {
	const resolve = loader._resolveFilename;
	loader._resolveFilename = function (this: unknown, ...args) {
		const file = resolve.apply(this, args);
		return builtFileOf(root, file) ?? file;
	};
}
