import type { Locator } from 'playwright-core';
import type { EditorPage } from './editorPage';

/** n8n's dialog for a credential. */
export class CredentialDialog {
	readonly dialog: Locator;

	private readonly settings: Locator;

	constructor(private readonly editor: EditorPage) {
		this.dialog = editor.page.getByTestId('credential-edit-dialog');
		this.settings = editor.page.getByTestId('node-credentials-config-container');
	}

	/**
	 * Opens the dialog from the list of credentials.
	 *
	 * @param displayName - That of the credential type.
	 */
	async open(displayName: string): Promise<void> {
		const { page, url } = this.editor;
		await page.goto(`${url}/home/credentials`);
		await page.getByTestId('add-resource-credential').click();
		await page.getByTestId('new-credential-type-select').locator('input').fill(displayName);
		await page
			.getByTestId('new-credential-type-select-option')
			.filter({ has: page.getByText(displayName, { exact: true }) })
			.click();
		await page.getByTestId('new-credential-type-button').click();
		await this.waitUntilOpen();
	}

	/** Waits until the dialog is shown and has filled in the name, without which it cannot be saved. */
	async waitUntilOpen(): Promise<void> {
		await this.dialog.waitFor();
		const name = this.editor.page.getByTestId('credential-name').getByText('account').first();
		await name.waitFor({ state: 'attached' });
	}

	async fill(fields: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(fields))
			await this.dialog.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
	}

	/**
	 * Saves the credential, which tests it, and waits until the dialog shows the result.
	 *
	 * @throws With n8n's message when the result is the other one.
	 */
	async save(expected: 'OK' | 'Error'): Promise<void> {
		const { page, parameters } = this.editor;
		const { status, message } = await this.editor.responseTo<{ status: string; message: string }>(
			/\/rest\/credentials\/test$/,
			() => page.getByTestId('credential-save-button').click(),
		);
		if (status !== expected)
			throw new Error(`the test of the credential says ${status}: ${message}`);
		const success = page.getByTestId('credentials-config-container-test-success');
		const refusal = this.settings.getByText('Couldn’t connect with these settings');
		// A dialog that was opened from a node closes by itself when the credential works.
		await (expected === 'OK' ? success.or(parameters).first() : refusal).waitFor();
	}

	/** Reads why the credential was refused, and fails when that is not shown. */
	async readRefusal(reason: string | RegExp): Promise<void> {
		await this.settings.getByText('More details').click();
		await this.settings.getByText(reason).waitFor();
	}

	/** The icon of the credential type. */
	icon(): Locator {
		const outer = this.editor.page.locator('.el-dialog').filter({ has: this.dialog });
		return outer.locator('img').first();
	}
}
