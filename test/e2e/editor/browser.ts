/** Debian's Chromium, which reaches nothing but the loopback interface, and a record of what its pages request. */

import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { Page } from 'playwright-core';

/** How long a step in the browser may take on a busy machine, in milliseconds. */
const stepTimeout = 60_000;

const flags = [
	'--no-sandbox',
	'--disable-dev-shm-usage',
	'--disable-gpu',
	'--disable-quic',
	'--disable-background-networking',
	'--disable-component-update',
	'--no-first-run',
	'--disable-sync',
	'--disable-default-apps',
	'--no-proxy-server',
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/**
 * What n8n's editor requests from npm when the page of a community package is opened in the node panel; n8n has no
 * setting for it.
 */
const npmUrl =
	/^https:\/\/(registry|api)\.npmjs\.org\/(downloads\/range\/[\d:-]+\/)?n8n-nodes-chat-platforms$/;

/** Elements that move would be clicked, or pictured, half-way. */
const disableAnimations = `addEventListener('DOMContentLoaded', () => {
	const style = document.createElement('style');
	style.textContent = '*, *::before, *::after { animation-duration: 0s !important; transition-duration: 0s !important; }';
	document.head.append(style);
})`;

export interface Browser {
	newPage(): Promise<Page>;
	/** The URLs outside this machine that were requested, other than the editor's own at npm. */
	externalUrls(): string[];
	/** How many requests were made to this machine, and how many the editor made to npm. */
	requestCounts(): { local: number; npm: number };
	close(): Promise<void>;
}

function isLocal(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return ['data:', 'blob:', 'about:'].includes(protocol) || hostname === '127.0.0.1';
}

/** @param folder - An empty folder for its profile and its home. */
async function launchChromium(folder: string) {
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
		// The suite ends the browser itself.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		timeout: stepTimeout,
	});
	context.setDefaultTimeout(stepTimeout);
	await context.addInitScript(disableAnimations);
	return context;
}

/** @param folder - An empty folder for what the browser stores. */
export async function startBrowser(folder: string): Promise<Browser> {
	// n8n identifies elements by this attribute for its own tests.
	selectors.setTestIdAttribute('data-test-id');
	const context = await launchChromium(folder);
	const counts = { local: 0, npm: 0 };
	const external = new Set<string>();
	const record = (url: string) => {
		if (npmUrl.test(url)) counts.npm += 1;
		else if (isLocal(url)) counts.local += 1;
		else external.add(url.replace(/[?#].*$/, ''));
	};
	context.on('request', (request) => record(request.url()));
	context.on('page', (page) => page.on('websocket', (socket) => record(socket.url())));
	return {
		newPage: () => context.newPage(),
		externalUrls: () => [...external],
		requestCounts: () => counts,
		close: () => context.close(),
	};
}
