/** Loads one package as n8n does when it starts. Its arguments are the script of n8n and the folder of the package. */

import { createRequire, Module } from 'node:module';
import { dirname, resolve } from 'node:path';

const [n8n, folder] = process.argv.slice(2);
const requireFromN8n = createRequire(n8n);
// n8n makes its own modules available to packages in the same way.
process.env.NODE_PATH = resolve(dirname(n8n), '..', '..');
(Module as unknown as { _initPaths(): void })._initPaths();
requireFromN8n('reflect-metadata');
const { Container } = requireFromN8n('@n8n/di');
const { InstanceSettings, PackageDirectoryLoader } = requireFromN8n('n8n-core');
void Container.get(InstanceSettings);
const started = performance.now();
const loader = new PackageDirectoryLoader(folder);
await loader.loadAll();
const milliseconds = performance.now() - started;
const nodes = Object.keys(loader.nodeTypes).length;
console.log(`\n${JSON.stringify({ milliseconds, nodes })}`);
process.exit(0);
