'use strict';

/** A folder as a lock between processes, so that two starts at once do not fetch the same thing twice. */

const { mkdir, readFile, rename, rm, stat, utimes, writeFile } = require('node:fs/promises');
const { randomUUID } = require('node:crypto');
const { hostname } = require('node:os');
const { join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

/** @typedef {{ pid: number, host: string, token: string }} Owner */

/** How long a lock holds without a sign of life: its owner may be in another container, where its pid says nothing. */
const silence = 60_000;

/** @param {string} folder @returns {Promise<Owner|undefined>} */
async function ownerOf(folder) {
	try {
		return JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8'));
	} catch {
		return undefined;
	}
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}

/** @param {string} folder @param {number} now */
async function isStale(folder, now) {
	const owner = await ownerOf(folder);
	if (owner && owner.host === hostname() && !isAlive(owner.pid)) return true;
	try {
		return now - (await stat(folder)).mtimeMs > silence;
	} catch {
		return false;
	}
}

/**
 * Waits until the lock is free and takes it. A lock whose owner is gone is broken.
 * @param {string} folder must not exist unless somebody holds the lock
 * @param {{ signal?: AbortSignal, onWait?: (owner: Owner|undefined) => void, pause?: number }} [options]
 *   `onWait` is called once, when it has to wait; `pause`: milliseconds between two looks
 * @returns {Promise<{ held(): Promise<boolean>, release(): Promise<void> }>}
 */
async function takeLock(folder, { signal, onWait, pause = 500 } = {}) {
	const token = randomUUID();
	let waiting = false;
	for (;;) {
		signal?.throwIfAborted();
		try {
			await mkdir(folder);
			break;
		} catch (error) {
			if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
		}
		if (await isStale(folder, Date.now())) {
			const away = `${folder}.stale-${token}`;
			// Another waiting process may have been faster; then there is nothing to rename.
			await rename(folder, away).catch(() => {});
			await rm(away, { recursive: true, force: true });
			continue;
		}
		if (!waiting) onWait?.(await ownerOf(folder));
		waiting = true;
		await delay(pause, undefined, { signal });
	}
	await writeFile(
		join(folder, 'owner.json'),
		JSON.stringify({ pid: process.pid, host: hostname(), token }),
	);
	const signOfLife = setInterval(() => {
		const now = new Date();
		utimes(folder, now, now).catch(() => {});
	}, silence / 12);
	signOfLife.unref();

	const held = async () => (await ownerOf(folder))?.token === token;
	const release = async () => {
		clearInterval(signOfLife);
		if (await held()) await rm(folder, { recursive: true, force: true });
	};
	return { held, release };
}

module.exports = { takeLock };
