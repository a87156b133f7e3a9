import * as n8n from 'n8n-workflow';
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';

import type { Vendor } from './vendor';

/**
 * The hosts that a credential may be used with, by n8n's own rule: those that its owner allows, and the vendor's own.
 *
 * @param credential the decrypted fields; n8n adds the limit to every credential that signs requests (engine, 2.41)
 * @returns a list with commas; undefined where there is no limit, as in versions of n8n that know none
 * @throws NodeOperationError in n8n's words when a limit was chosen and no domain given
 */
export function allowedDomains(node: INode, vendor: Vendor, credential: ICredentialDataDecryptedObject): string | undefined {
	if (!('getCredentialAllowedDomains' in n8n)) return undefined;
	return n8n.getCredentialAllowedDomains({
		node,
		credentialData: credential,
		credentialOwnedSurface: true,
		nodeEndpointUrl: vendor.address,
	});
}
