/** A page of n8n's editor: what a user does there and reads there. Every wait is for something that is shown. */

import assert from 'node:assert/strict';
import { access, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page, Response } from 'playwright-core';
import { projectFolder } from '../../../scripts/n8n/npm';

/** Returns the text of an element on one line. */
export const readText = async (locator: Locator): Promise<string> =>
	(await locator.innerText()).replace(/\s+/g, ' ').trim();

export interface EditorPageOptions {
	/** The address of n8n. */
	url: string;
	/** Where screenshots are written. */
	reportsFolder: string;
	/** Whether the pictures in docs/images are replaced. */
	updateScreenshots: boolean;
}

/** What is used of an <img> in the browser. */
interface ImageElement {
	decode(): Promise<void>;
	naturalWidth: number;
}

/** What is used of a button in the browser. */
interface ButtonElement {
	click(): void;
}

export class EditorPage {
	readonly url: string;

	/** The node panel. */
	readonly panel: Locator;

	readonly output: Locator;

	readonly parameters: Locator;

	constructor(
		readonly page: Page,
		private readonly options: EditorPageOptions,
	) {
		this.url = options.url;
		this.panel = page.getByTestId('node-creator');
		this.output = page.getByTestId('output-panel');
		this.parameters = page.getByTestId('node-parameters');
	}

	async logIn({ email, password }: { email: string; password: string }): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.getByTestId('emailOrLdapLoginId').locator('input').fill(email);
		await this.page.getByTestId('password').locator('input').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.getByTestId('project-home-menu-item').waitFor();
	}

	/** Writes a screenshot to the reports; the pictures in docs/images are screenshots of the same names. */
	async screenshot(name: string): Promise<void> {
		await this.dismissNotifications();
		// A pointer over a field would show the menu of the field.
		await this.page.mouse.move(640, 8);
		const path = join(this.options.reportsFolder, `editor-${name}.png`);
		await this.page.screenshot({ path, animations: 'disabled' });
		if (!this.options.updateScreenshots) return;
		const picture = join(projectFolder, 'docs', 'images', `${name}.png`);
		const isUsed = await access(picture).then(
			() => true,
			() => false,
		);
		if (isUsed) await copyFile(path, picture);
	}

	/** Opens an empty workflow. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
		await this.panel.waitFor();
	}

	/** Opens a workflow with a manual trigger, and the node panel. */
	async newManualWorkflow(): Promise<void> {
		await this.newWorkflow();
		await this.panelItem('Trigger manually').click();
		await this.page.getByTestId('canvas-trigger-node').waitFor();
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.panel.waitFor();
	}

	/**
	 * Searches in the node panel.
	 *
	 * @param name - The entry that must be found.
	 */
	async searchPanel(text: string, name: string): Promise<void> {
		const search = this.panel.getByTestId('node-creator-search-bar');
		const items = this.panel.getByTestId('item-iterator-item');
		const noResults = this.panel.getByTestId('node-creator-no-results');
		await items.first().waitFor();
		await search.fill(text);
		await this.panelItem(name).or(noResults).first().waitFor();
		if (!(await noResults.isVisible())) return;
		// n8n searches in what it has loaded, which is not yet everything right after the panel was opened.
		await search.fill('');
		await items.first().waitFor();
		await search.fill(text);
		await this.panelItem(name).waitFor();
	}

	/** An entry of the node panel, by its full name. */
	panelItem(name: string): Locator {
		const title = this.page
			.getByTestId('node-creator-item-name')
			.and(this.page.getByText(name, { exact: true }));
		return this.panel.getByTestId('item-iterator-item').filter({ has: title });
	}

	/** Opens a section of a node's page in the panel. */
	async openPanelSection(name: 'Actions' | 'Triggers'): Promise<void> {
		const sections = this.panel.getByTestId('node-creator-category-item');
		const section = sections.filter({ hasText: name });
		await section.waitFor();
		// The first section is open already; a click would close it.
		if (!(await readText(sections.first())).startsWith(name)) await section.click();
	}

	/**
	 * Adds a node and opens it.
	 *
	 * @param action - One of its actions or triggers.
	 */
	async addNode(node: string, section: 'Actions' | 'Triggers', action: string): Promise<void> {
		await this.searchPanel(node, node);
		await this.panelItem(node).click();
		await this.openPanelSection(section);
		await this.panelItem(action).click();
		await this.parameters.waitFor();
	}

	/** Chooses from a drop-down list. */
	async choose(field: string, name: string): Promise<void> {
		await this.page.getByTestId(`parameter-input-${field}`).locator('input').first().click();
		const option = this.page
			.getByRole('option')
			.filter({ visible: true, has: this.page.getByText(name, { exact: true }) });
		await option.click();
		await option.waitFor({ state: 'hidden' });
	}

	/**
	 * Opens the pick list of a field.
	 *
	 * @returns Its entries.
	 * @throws With the error that is shown in their place.
	 */
	async openPickList(field: string): Promise<string[]> {
		await this.page.getByTestId(`resource-locator-${field}`).getByTestId('rlc-input').click();
		const failure = this.page.getByTestId('rlc-error-container').filter({ visible: true });
		await this.pickListEntries().or(failure).first().waitFor();
		if (await failure.isVisible())
			throw new Error(`the pick list of ${field} says: ${await readText(failure)}`);
		return await this.pickListEntries().allInnerTexts();
	}

	/**
	 * Searches in the open pick list and picks the only entry that is left.
	 *
	 * @param entry - Part of its text.
	 */
	async pick(search: string, entry: string): Promise<void> {
		const entries = this.pickListEntries();
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(search);
		await entries.filter({ hasNotText: entry }).first().waitFor({ state: 'hidden' });
		await entries.filter({ hasText: entry }).click();
		await entries.first().waitFor({ state: 'hidden' });
	}

	/**
	 * Executes the open node.
	 *
	 * @returns The error in the output panel, undefined when there is none.
	 */
	async execute(): Promise<string | undefined> {
		await this.page.getByTestId('node-execute-button').click();
		const error = this.output.getByTestId('node-error-message');
		await this.output.getByTestId('node-run-status-success').or(error).first().waitFor();
		return (await error.isVisible()) ? await readText(error) : undefined;
	}

	/**
	 * Executes the open node and reads its output.
	 *
	 * @param values - What the output must show.
	 * @returns The number of items, e.g. "7 items".
	 */
	async executeAndRead(values: string[]): Promise<string> {
		const error = await this.execute();
		assert(error === undefined, `the output panel says: ${error}`);
		return await this.readOutput(values);
	}

	/**
	 * @param values - What the output must show.
	 * @returns The number of items, e.g. "7 items".
	 */
	async readOutput(values: string[]): Promise<string> {
		await this.output.getByTestId('radio-button-table').click();
		const table = this.output.getByTestId('ndv-data-container');
		for (const value of values) await table.getByText(value).first().waitFor();
		return await readText(this.output.getByTestId('ndv-items-count'));
	}

	/**
	 * @param icon - An <img>.
	 * @returns Its address.
	 * @throws When it could not be loaded.
	 */
	async readIcon(icon: Locator): Promise<string> {
		const source = (await icon.getAttribute('src')) ?? '';
		const width = await icon.evaluate(async (image: ImageElement) =>
			image.decode().then(
				() => image.naturalWidth,
				() => 0,
			),
		);
		assert(width > 0, `the icon ${source} cannot be loaded`);
		return source;
	}

	/** The response to the next request whose URL matches, together with what causes it. */
	async responseTo<T>(url: RegExp, action: () => Promise<void>): Promise<T> {
		const matches = (response: Response) => url.test(response.url());
		const [response] = await Promise.all([this.page.waitForResponse(matches), action()]);
		return ((await response.json()) as { data: T }).data;
	}

	/** @throws When one of the secrets stands anywhere in the page, other than in a field that masks it. */
	async assertHidden(secrets: string[]): Promise<void> {
		const content = await this.readContent();
		const isHidden = secrets.every((secret) => !content.includes(secret));
		assert(isHidden, 'a secret stands in the page');
	}

	/** Closes n8n's notifications, which cover a corner of the page, and waits until they are gone. */
	async dismissNotifications(): Promise<void> {
		const close = this.page.locator('.el-notification__closeBtn');
		// One that disappears by itself meanwhile needs no click, so all are clicked within the page, which waits for none.
		await close.evaluateAll((buttons: ButtonElement[]) =>
			buttons.forEach((button) => button.click()),
		);
		await close.first().waitFor({ state: 'detached' });
	}

	/** The entries of the open pick list. */
	private pickListEntries(): Locator {
		return this.page.getByTestId('rlc-item').filter({ visible: true });
	}

	/** The whole page, with what is folded and what stands in fields. */
	private async readContent(): Promise<string> {
		return await this.page.evaluate<string>(`(() => {
			const fields = document.querySelectorAll('input:not([type=password]), textarea');
			const values = [...fields].map(({ value }) => value);
			const copy = document.documentElement.cloneNode(true);
			for (const masked of copy.querySelectorAll('input[type=password]')) masked.remove();
			return [copy.outerHTML, ...values].join('\\n');
		})()`);
	}
}
