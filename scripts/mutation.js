'use strict';

/** Changes shared code in every way that Stryker knows, a room at a time, and sees whether the room's tests notice. */

const { spawnSync } = require('node:child_process');
const { existsSync, rmSync } = require('node:fs');
const { rooms } = require('../test/mutation/rooms');
const { reportOf, score } = require('../test/mutation/score');

/** The share of changes that must be noticed, in percent. */
const ENOUGH = 90;

const wanted = process.argv.slice(2);
const begun = Date.now();
for (const { name } of rooms) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	rmSync(reportOf(name), { force: true });
	spawnSync('npx', ['stryker', 'run', 'stryker.config.js'], {
		stdio: 'inherit',
		env: { ...process.env, MUTATION_ROOM: name },
	});
	if (!existsSync(reportOf(name))) throw new Error(`Stryker has left no report of ${name}`);
}
const { text, percent } = score(
	rooms.map(({ name }) => name).filter((name) => wanted.length === 0 || wanted.includes(name)),
);
console.log(`${text}\n${Math.round((Date.now() - begun) / 60_000)} minutes`);
process.exitCode = percent >= ENOUGH ? 0 : 1;
