import * as n8n from 'n8n-workflow';
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';

import type { Vendor } from '../types';

/** The hosts that a credential may be used with. */
interface AllowedDomains {
	/** As n8n's requests take it: hosts separated by commas; undefined if there is no limit. */
	allowed: string | undefined;
	/** Whether the credential may be used with this address. */
	isAllowed: (url: string) => boolean;
}

/**
 * The hosts that a credential may be used with, by n8n's own rule: those that its owner allows, and the vendor's own.
 * n8n adds the limit to every credential that signs requests; older versions have none (n8n 2.41.1).
 *
 * @param credential the decrypted fields
 * @param precomputed the limit as n8n's routing has computed it already
 * @throws NodeOperationError in n8n's words when a limit was chosen and no domain given
 */
export function allowedDomainsOf(
	node: INode,
	vendor: Vendor,
	credential: ICredentialDataDecryptedObject,
	precomputed?: string,
): AllowedDomains {
	if (!('getCredentialAllowedDomains' in n8n))
		return { allowed: precomputed, isAllowed: () => true };
	const allowed =
		precomputed ??
		n8n.getCredentialAllowedDomains({
			node,
			credentialData: credential,
			credentialOwnedSurface: true,
			nodeEndpointUrl: vendor.defaultBaseUrl,
		});
	return {
		allowed,
		isAllowed: (url) =>
			allowed === undefined || n8n.isDomainAllowed({ url, allowedDomains: allowed }),
	};
}
