/**
 * Debian's Chromium, which sees nothing but this machine's loopback, and a record of whom its pages ask.
 */

import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';

/** How long a step of a person's may take. A shared machine is slow. Milliseconds. */
export const patience = 60_000;

const flags = [
	...[
		'--no-sandbox',
		'--disable-dev-shm-usage',
		'--disable-gpu',
		'--disable-quic',
		'--disable-background-networking',
	],
	...[
		'--disable-component-update',
		'--no-first-run',
		'--disable-sync',
		'--disable-default-apps',
		'--no-proxy-server',
	],
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/**
 * What n8n's editor itself asks npm when the page of a community package is opened in the node panel; n8n has no setting
 * for it. These addresses and no others.
 */
const askedByEditor =
	/^https:\/\/(registry|api)\.npmjs\.org\/(downloads\/range\/[\d:-]+\/)?n8n-nodes-chat-platforms$/;

export interface Browser {
	newPage: () => Promise<Page>;
	/** where anything but n8n on this machine was asked for, e.g. by a picture or a script */
	outside: () => string[];
	/** how many requests were made in all, and how many the editor made to npm */
	counts: () => { asked: number; npm: number };
	close: () => Promise<void>;
}

/** @returns whether it stays on this machine */
function isInside(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return ['data:', 'blob:', 'about:'].includes(protocol) || hostname === '127.0.0.1';
}

/** @param folder for its profile and its home; empty */
export async function startBrowser(folder: string): Promise<Browser> {
	// n8n names what it shows by this attribute, for its own tests.
	selectors.setTestIdAttribute('data-test-id');
	const { PATH = '', LANG = 'C.UTF-8', TMPDIR } = process.env;
	const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
		executablePath: '/usr/bin/chromium',
		args: flags,
		viewport: { width: 1280, height: 800 },
		locale: 'en-GB',
		timezoneId: 'UTC',
		colorScheme: 'light',
		reducedMotion: 'reduce',
		env: { PATH, LANG, HOME: folder, ...(TMPDIR && { TMPDIR }) },
		// The suite itself ends it when it is told to.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		timeout: patience,
	});
	context.setDefaultTimeout(patience);
	// What slides or fades in would be clicked, or pictured, half-way.
	await context.addInitScript(`addEventListener('DOMContentLoaded', () => {
		const style = document.createElement('style');
		style.textContent = '*, *::before, *::after { animation-duration: 0s !important; transition-duration: 0s !important; }';
		document.head.append(style);
	})`);
	let asked = 0;
	let npm = 0;
	const outside: Set<string> = new Set();
	const note = (url: string) => {
		asked += 1;
		if (askedByEditor.test(url)) npm += 1;
		else if (!isInside(url)) outside.add(url.replace(/[?#].*$/, ''));
	};
	context.on('request', (request) => note(request.url()));
	context.on('page', (page) => page.on('websocket', (socket) => note(socket.url())));
	return {
		newPage: async () => await context.newPage(),
		outside: () => [...outside],
		counts: () => ({ asked, npm }),
		close: async () => await context.close(),
	};
}
