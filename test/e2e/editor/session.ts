/**
 * One n8n with the package, the four sandboxes and one browser; and a row of the suite, which is a page of that browser.
 */

import { copyFile, mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { N8nApi } from '../../../scripts/n8n/api';
import { provideN8n } from '../../../scripts/n8n/fetch';
import { installPackage, startServer } from '../../../scripts/n8n/server';
import { startSandboxes } from '../../support/sandbox';
import { startBrowser } from './browser';
import { Person } from './person';
import type { Ground, Check } from '../suite';
import type { Page } from 'playwright-core';
import type { Sandboxes } from '../../support/sandbox';
import type { Browser } from './browser';

const project = resolve(__dirname, '..', '..', '..');

/** How much of what the browser says of a failed step is of use. Lines. */
const kept = 12;

export type Row = (name: string, work: (person: Visit) => Promise<string | void>) => Promise<void>;

/** A person with a page of their own, who can take pictures of it. */
export class Visit extends Person {
	ground: Ground;

	constructor(page: Page, url: string, ground: Ground) {
		super(page, url);
		this.ground = ground;
	}

	/**
	 * Notes what is to be seen now.
	 *
	 * @param options `readme`: whether the README shows it
	 */
	async picture(name: string, { readme = false }: { readme?: boolean } = {}) {
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

export interface Stage {
	row: Row;
	/** of the owner whom the browser is logged in as */
	api: N8nApi;
	login: { email: string; password: string };
	sandboxes: Sandboxes;
	browser: Browser;
}

export async function withStage(
	ground: Ground,
	check: Check,
	work: (stage: Stage) => Promise<void>,
) {
	const { progress, signal, tarball, reports } = ground;
	const runtime = await provideN8n({ progress, signal });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-editor-'));
	const endings: Array<() => Promise<unknown>> = [
		() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 }),
	];
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
		const row: Row = async (name, perform) =>
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
					const said = stripVTControlCharacters(String((error as any)?.message ?? error))
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
