import { useVendor } from '../../support/useVendor';
import { selarti } from '../../support/vendors/selarti';

/** Gives every test an account of its own, because the node keeps the session token of an account for later runs. */
export function useSelarti() {
	let accounts = 0;
	const account = { apiKey: '' };
	const client = useVendor(selarti, () => ({ ...account, sessionToken: '' }));
	beforeEach(async () => {
		accounts += 1;
		account.apiKey = `invented-key-${accounts}`;
		await client.sandbox.happen('setKey', { key: account.apiKey });
	});
	return { ...client, account };
}
