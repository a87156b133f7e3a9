/** A browser that is logged in to n8n; each check has a page of its own. */

import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectFolder } from '../../../scripts/n8n/npm';
import { runStep } from '../../../scripts/n8n/steps';
import { withCleanup } from '../cleanup';
import { untilCrash, withInstance } from '../instance';
import type { Instance } from '../instance';
import type { Check, SuiteContext } from '../suite';
import { startBrowser } from './browser';
import type { Browser } from './browser';
import { EditorPage } from './editorPage';

/** How many lines of an error in the browser are of use. */
const maxErrorLines = 12;

/** A check in a new page; a screenshot is taken when it fails. */
export type PageCheck = (
	name: string,
	work: (editor: EditorPage) => Promise<string | void>,
) => Promise<void>;

export interface EditorSession {
	check: PageCheck;
	instance: Instance;
	browser: Browser;
}

function shorten(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return stripVTControlCharacters(message).split('\n').slice(0, maxErrorLines).join('\n  ');
}

async function captureFailure(
	{ page }: EditorPage,
	reportsFolder: string,
	check: string,
): Promise<string> {
	const file = `editor-FAILED-${check.toLowerCase().replace(/\W+/g, '-')}.png`;
	const path = join(reportsFolder, file);
	const taken = await page.screenshot({ path, timeout: 10_000 }).catch(() => undefined);
	return taken ? `\n  Screenshot: ${relative(projectFolder, path)}` : '';
}

function createPageCheck(
	instance: Instance,
	browser: Browser,
	context: SuiteContext,
	check: Check,
): PageCheck {
	const { reportsFolder } = context;
	const { server } = instance;
	return (name, work) =>
		check(name, async () => {
			const page = await browser.newPage();
			const editor = new EditorPage(page, { ...context, url: server.url });
			try {
				return await untilCrash(server, work(editor));
			} catch (error) {
				const screenshot = await captureFailure(editor, reportsFolder, name);
				throw new Error(`${shorten(error)}${screenshot}`);
			} finally {
				await page.close().catch(() => {});
			}
		});
}

/** Starts n8n without credentials, and a browser; both are ended afterwards. */
export async function withEditor(
	context: SuiteContext,
	check: Check,
	work: (session: EditorSession) => Promise<void>,
): Promise<void> {
	const { signal } = context;
	const run = (instance: Instance) =>
		withCleanup(async (cleanup) => {
			const folder = join(await cleanup.temporaryFolder('n8n-chat-platforms-browser-'), 'home');
			await mkdir(folder);
			const browser = await runStep('Starting Chromium', () => startBrowser(folder));
			cleanup.add(() => browser.close());
			// The steps of the browser know no signal; they fail when it is closed.
			const close = () => void browser.close();
			signal.addEventListener('abort', close, { once: true });
			await work({
				check: createPageCheck(instance, browser, context, check),
				instance,
				browser,
			});
		});
	await withInstance(context, run, { hasCredentials: false });
}
