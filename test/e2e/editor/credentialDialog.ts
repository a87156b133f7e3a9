/** n8n's dialog for a credential. */

import type { Person } from './person';

export class CredentialDialog {
	person: Person;
	page: Page;
	dialog: Locator;
	settings: Locator;
	refusal: Locator;
	success: Locator;

	constructor(person: Person) {
		this.person = person;
		this.page = person.page;
		this.dialog = this.page.getByTestId('credential-edit-dialog');
		this.settings = this.page.getByTestId('node-credentials-config-container');
		this.refusal = this.settings.getByText('Couldn’t connect with these settings');
		this.success = this.page.getByTestId('credentials-config-container-test-success');
	}

	/**
	 * Opens it from the list of credentials.
	 *
	 * @param type as its users know it
	 */
	async open(type: string) {
		await this.page.goto(`${this.person.url}/home/credentials`);
		await this.page.getByTestId('add-resource-credential').click();
		await this.page.getByTestId('new-credential-type-select').locator('input').fill(type);
		await this.page
			.getByTestId('new-credential-type-select-option')
			.filter({ has: this.page.getByText(type, { exact: true }) })
			.click();
		await this.page.getByTestId('new-credential-type-button').click();
		await this.opened();
	}

	/** Waits until it is there, and has the name without which it can't be saved. */
	async opened() {
		await this.dialog.waitFor();
		await this.page
			.getByTestId('credential-name')
			.getByText('account')
			.first()
			.waitFor({ state: 'attached' });
	}

	async fill(fields: Record<string, string>) {
		for (const [name, value] of Object.entries(fields)) {
			await this.dialog.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
		}
	}

	/**
	 * Saves it, which tests it, and waits until the dialog says how that went.
	 *
	 * @throws when it went the other way, with n8n's words
	 */
	async save(wanted: 'OK' | 'Error') {
		const tested = this.page.waitForResponse((response) =>
			response.url().endsWith('/rest/credentials/test'),
		);
		tested.catch(() => {});
		await this.page.getByTestId('credential-save-button').click();
		const { data } = await (await tested).json();
		if (data.status !== wanted)
			throw new Error(`the credential's test says ${data.status}: ${data.message}`);
		// Where it was opened from a node it closes by itself when all is well.
		if (wanted === 'OK') await this.success.or(this.person.parameters).first().waitFor();
		else await this.refusal.waitFor();
	}

	/** @param reason that is to be seen */
	async readRefusal(reason: string) {
		await this.settings.getByText('More details').click();
		await this.settings.getByText(reason).waitFor();
	}
}
