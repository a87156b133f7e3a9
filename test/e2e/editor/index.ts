/**
 * The editor in a browser: a person's path through n8n with each vendor, from the credential to the output.
 */

import { demoVendors } from '../../../scripts/n8n/vendors';
import { iconsRow } from './icons-row';
import { withStage } from './stage';
import { triggerRows } from './trigger-rows';
import { expect, vendorRows } from './vendor-rows';

export const debian = ['chromium', 'fonts-liberation', 'fonts-noto-core', 'fonts-noto-color-emoji'];

export const rows = 24;

export const run = async (ground, check) =>
	await withStage(ground, check, async (stage) => {
		const { row, login, browser } = stage;
		await row('log in', async (visit) => void (await visit.logIn(login)));
		for (const vendor of demoVendors) await vendorRows(stage, vendor);
		await triggerRows(stage);
		await iconsRow(stage);
		await row('nothing outside was asked', async () => {
			expect(browser.outside().length === 0, `pages asked for ${browser.outside().join(', ')}`);
			const { asked, npm } = browser.counts();
			return `${asked - npm} requests to 127.0.0.1; the editor itself asked npm about the package ${npm} times, in vain`;
		});
	});
