/**
 * What a person does in n8n's editor, and what they see there. Every wait is for something to be seen.
 */

import type { Page, Locator } from 'playwright-core';

/** @returns what it says, on one line */
export const words = async (locator: Locator): Promise<string> =>
	(await locator.innerText()).replace(/\s+/g, ' ').trim();

export class Person {
	page: Page;
	url: string;
	panel: Locator;
	output: Locator;
	parameters: Locator;

	/** @param url n8n's */
	constructor(page: Page, url: string) {
		this.page = page;
		this.url = url;
		this.panel = page.getByTestId('node-creator');
		this.output = page.getByTestId('output-panel');
		this.parameters = page.getByTestId('node-parameters');
	}

	async logIn({ email, password }: { email: string; password: string }) {
		await this.page.goto(`${this.url}/signin`);
		await this.page.getByTestId('emailOrLdapLoginId').locator('input').fill(email);
		await this.page.getByTestId('password').locator('input').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.getByTestId('project-home-menu-item').waitFor();
	}

	/** @returns the input of a field of a node or a credential */
	field(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`).locator('input').first();
	}

	/** An empty workflow, as the editor makes it. */
	async newWorkflow() {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
		await this.panel.waitFor();
	}

	/** A workflow that begins with a click, as one for trying things out does. */
	async newManualWorkflow() {
		await this.newWorkflow();
		await this.item('Trigger manually').click();
		await this.page.getByTestId('canvas-trigger-node').waitFor();
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.panel.waitFor();
	}

	/**
	 * Searches in the node panel.
	 *
	 * @param name the entry that is to be found
	 */
	async lookFor(text: string, name: string) {
		const search = this.panel.getByTestId('node-creator-search-bar');
		const entries = this.panel.getByTestId('item-iterator-item');
		const nothing = this.panel.getByTestId('node-creator-no-results');
		await entries.first().waitFor();
		await search.fill(text);
		await this.item(name).or(nothing).first().waitFor();
		if (!(await nothing.isVisible())) return;
		// n8n searches in what it has loaded, and a panel that is opened at once does not have everything yet.
		await search.fill('');
		await entries.first().waitFor();
		await search.fill(text);
		await this.item(name).waitFor();
	}

	/** @returns an entry of the node panel, by its whole name */
	item(name: string): Locator {
		const title = this.page
			.getByTestId('node-creator-item-name')
			.and(this.page.getByText(name, { exact: true }));
		return this.panel.getByTestId('item-iterator-item').filter({ has: title });
	}

	/** @param kind opens that part of a node's page in the panel */
	async openPart(kind: 'Actions' | 'Triggers') {
		const header = this.panel.getByTestId('node-creator-category-item').filter({ hasText: kind });
		await header.waitFor();
		// The first part of the page is open; a click would close it.
		if (
			!(await words(this.panel.getByTestId('node-creator-category-item').first())).startsWith(kind)
		)
			await header.click();
	}

	/** Adds a node by one of its actions or triggers. */
	async addNode(node: string, kind: 'Actions' | 'Triggers', action: string) {
		await this.lookFor(node, node);
		await this.item(node).click();
		await this.openPart(kind);
		await this.item(action).click();
		await this.parameters.waitFor();
	}

	/** Chooses from a drop-down. */
	async choose(field: string, name: string) {
		await this.field(field).click();
		const option = this.page
			.getByRole('option')
			.filter({ visible: true, has: this.page.getByText(name, { exact: true }) });
		await option.click();
		await option.waitFor({ state: 'hidden' });
	}

	/**
	 * Opens the pick list of a field.
	 *
	 * @returns its entries
	 * @throws in the words shown in their place
	 */
	async openList(field: string): Promise<string[]> {
		await this.page.getByTestId(`resource-locator-${field}`).getByTestId('rlc-input').click();
		const failure = this.page.getByTestId('rlc-error-container').filter({ visible: true });
		await this.entries().or(failure).first().waitFor();
		if (await failure.isVisible())
			throw new Error(`the pick list of ${field} says: ${await words(failure)}`);
		return await this.entries().allInnerTexts();
	}

	/** @returns the entries of the pick list that is open */
	entries(): Locator {
		return this.page.getByTestId('rlc-item').filter({ visible: true });
	}

	/**
	 * Searches in the pick list that is open.
	 *
	 * @param wanted the one entry that it leaves
	 */
	async searchList(text: string, wanted: string) {
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(text);
		await this.entries().filter({ hasNotText: wanted }).first().waitFor({ state: 'hidden' });
		await this.entries().filter({ hasText: wanted }).waitFor();
	}

	/** Picks the entry. */
	async pick(wanted: string) {
		await this.entries().filter({ hasText: wanted }).click();
		await this.entries().first().waitFor({ state: 'hidden' });
	}

	/**
	 * Runs the node that is open.
	 *
	 * @returns the error in the output panel, nothing when all went well
	 */
	async run(): Promise<string | undefined> {
		await this.page.getByTestId('node-execute-button').click();
		const error = this.output.getByTestId('node-error-message');
		await this.output.getByTestId('node-run-status-success').or(error).first().waitFor();
		return (await error.isVisible()) ? await words(error) : undefined;
	}

	/**
	 * Runs the node that is open, and reads what it gives.
	 *
	 * @param values that are to be seen
	 * @returns how many items
	 */
	async runAndRead(values: string[]): Promise<string> {
		const error = await this.run();
		if (error !== undefined) throw new Error(`the output panel says: ${error}`);
		return await this.read(values);
	}

	/**
	 * @param values that are to be seen in the output
	 * @returns how many items it has
	 */
	async read(values: string[]): Promise<string> {
		await this.output.getByTestId('radio-button-table').click();
		const table = this.output.getByTestId('ndv-data-container');
		for (const value of values) await table.getByText(value).first().waitFor();
		return await words(this.output.getByTestId('ndv-items-count'));
	}

	/**
	 * @param icon an <img>
	 * @returns its address
	 * @throws when it could not be loaded
	 */
	async seeIcon(icon: Locator): Promise<string> {
		const source = (await icon.getAttribute('src')) ?? '';
		const width = await icon.evaluate(
			async (image: any) =>
				await image.decode().then(
					() => image.naturalWidth,
					() => 0,
				),
		);
		if (width === 0) throw new Error(`the icon ${source} is not there`);
		return source;
	}

	/**
	 * @returns the whole page, with what is folded away and what stands in fields, but for fields that mask it
	 */
	async readAll(): Promise<string> {
		return await this.page.evaluate(`(() => {
			const values = [...document.querySelectorAll('input:not([type=password]), textarea')].map(({ value }) => value);
			const copy = document.documentElement.cloneNode(true);
			for (const masked of copy.querySelectorAll('input[type=password]')) masked.remove();
			return [copy.outerHTML, ...values].join('\\n');
		})()`);
	}

	/**
	 * Closes n8n's own notices, which it shows in a corner of the page, over what is there, and waits until they are gone.
	 */
	async dismissNotices() {
		const close = this.page.locator('.el-notification__closeBtn');
		// One that goes by itself meanwhile needs no click, so all are clicked in the page itself, which waits for none.
		await close.evaluateAll((buttons) => buttons.forEach((button: any) => button.click()));
		await close.first().waitFor({ state: 'detached' });
	}
}
