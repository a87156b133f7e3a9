import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Vendor } from '../types';
import { digest } from '../util/digest';

/** Identifies an account in memory: a digest of its address and its keys, never the key itself. */
export function accountKey(vendor: Vendor, credential: ICredentialDataDecryptedObject): string {
	const identity = { ...credential };
	if (vendor.session) delete identity[vendor.session.tokenField];
	return digest(vendor.credential, identity);
}
