'use strict';

/** One n8n with the package, the four sandboxes and one browser; and a row of the suite, which is a page of that browser. */

const { copyFile, mkdtemp, mkdir, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join, relative, resolve } = require('node:path');
const { stripVTControlCharacters } = require('node:util');
const { N8nApi } = require('../../../scripts/n8n/api');
const { provideN8n } = require('../../../scripts/n8n/fetch');
const { installPackage, startServer } = require('../../../scripts/n8n/server');
const { startSandboxes } = require('../../sandbox');
const { startBrowser } = require('./browser');
const { Person } = require('./person');

/** @typedef {import('../suite').Ground} Ground */
/** @typedef {import('../suite').Check} Check */

const project = resolve(__dirname, '..', '..', '..');

/** How much of what the browser says of a failed step is of use. Lines. */
const kept = 12;

/** @typedef {(name: string, work: (person: Visit) => Promise<string|void>) => Promise<void>} Row */

/** A person with a page of their own, who can take pictures of it. */
class Visit extends Person {
	/** @param {import('playwright-core').Page} page @param {string} url @param {Ground} ground */
	constructor(page, url, ground) {
		super(page, url);
		this.ground = ground;
	}

	/** Notes what is to be seen now. @param {string} name @param {{ readme?: boolean }} [options] `readme`: whether the README shows it */
	async picture(name, { readme = false } = {}) {
		await this.dismissNotices();
		// A pointer over a field would show the field's menu.
		await this.page.mouse.move(640, 8);
		const path = join(this.ground.reports, `editor-${name}.png`);
		await this.page.screenshot({ path, animations: 'disabled' });
		if (!readme || !this.ground.screenshots) return;
		const folder = join(project, 'docs', 'images');
		await mkdir(folder, { recursive: true });
		await copyFile(path, join(folder, `${name}.png`));
	}
}

/**
 * @param {Ground} ground @param {Check} check
 * @param {(stage: Stage) => Promise<void>} work
 *
 * @typedef {object} Stage
 * @property {Row} row
 * @property {N8nApi} api of the owner whom the browser is logged in as
 * @property {{ email: string, password: string }} login
 * @property {import('../../sandbox').Sandboxes} sandboxes
 * @property {import('./browser').Browser} browser
 */
async function withStage(ground, check, work) {
	const { progress, signal, tarball, reports } = ground;
	const runtime = await provideN8n({ progress, signal });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-editor-'));
	/** @type {Array<() => Promise<unknown>>} */
	const endings = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await progress.step('Installing the package as users do', () =>
			installPackage(userFolder, tarball, signal),
		);
		const server = await progress.step('Starting n8n', () =>
			startServer({ runtime, userFolder, signal }),
		);
		endings.push(() => server.stop());
		const api = new N8nApi(server.url, signal);
		const login = await api.setUpOwner();
		const home = join(userFolder, 'browser');
		await mkdir(home);
		const browser = await progress.step('Starting Chromium', () => startBrowser(home));
		endings.push(() => browser.close());
		// A step of the browser's knows no signal: it fails when there is no browser any more.
		signal.addEventListener('abort', () => void browser.close(), { once: true });

		const died = server.died.then((how) => {
			throw new Error(how);
		});
		died.catch(() => {});
		/** @type {Row} */
		const row = async (name, perform) =>
			await check(name, async () => {
				const page = await browser.newPage();
				const visit = new Visit(page, server.url, ground);
				try {
					return await Promise.race([perform(visit), died]);
				} catch (error) {
					const picture = join(
						reports,
						`editor-FAILED-${name.toLowerCase().replace(/\W+/g, '-')}.png`,
					);
					const taken = await page.screenshot({ path: picture, timeout: 10_000 }).then(
						() => `\n  Seen at that moment: ${relative(project, picture)}`,
						() => '',
					);
					const said = stripVTControlCharacters(
						String(/** @type {any} */ (error)?.message ?? error),
					)
						.split('\n')
						.slice(0, kept);
					throw new Error(`${said.join('\n  ')}${taken}`);
				} finally {
					await page.close().catch(() => {});
				}
			});
		await work({ row, api, login, sandboxes, browser });
	} finally {
		while (endings.length) await endings.pop()?.();
	}
}

module.exports = { withStage, Visit };
