/** n8n's editor in a browser: a user's path with each vendor, from the credential to the output. */

import assert from 'node:assert/strict';
import { vendors } from '../../support/vendors';
import type { Suite } from '../suite';
import { checkIcons } from './iconChecks';
import { withEditor } from './session';
import type { EditorSession } from './session';
import { checkTriggers, triggerCheckCount } from './triggerChecks';
import { checksPerVendor, checkVendor } from './vendorChecks';

async function runChecks(session: EditorSession): Promise<void> {
	const { check, instance, browser } = session;
	await check('log in', (editor) => editor.logIn(instance.login));
	for (const vendor of vendors) await checkVendor(session, vendor);
	await checkTriggers(session);
	await checkIcons(session);
	await check('no request leaves the machine', async () => {
		const urls = browser.externalUrls();
		assert(urls.length === 0, `pages requested ${urls.join(', ')}`);
		const { local, npm } = browser.requestCounts();
		return `${local} requests to 127.0.0.1; the editor itself asked npm about the package ${npm} times, in vain`;
	});
}

export const editorSuite: Suite = {
	name: 'editor',
	description: "n8n's editor in a browser",
	debianPackages: ['chromium', 'fonts-liberation', 'fonts-noto-core', 'fonts-noto-color-emoji'],
	expectedChecks: 3 + vendors.length * checksPerVendor + triggerCheckCount,
	run: (context, check) => withEditor(context, check, runChecks),
};
