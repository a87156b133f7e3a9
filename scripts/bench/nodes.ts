/** The nodes that are compared: this package's, and n8n's HTTP Request set up by hand for the same task. */

import type { INodeParameters } from 'n8n-workflow';
import { name as packageName } from '../../package.json';
import type { CredentialReference, WorkflowNode } from '../n8n/client';
import type { Credentials } from '../n8n/examples';

const credentialOf = (
	credentials: Credentials,
	type: string,
): Record<string, CredentialReference> => {
	const credential = credentials.get(type);
	return credential ? { [type]: credential } : {};
};

/** @param node - The name of the node in the package. */
export const packageNode = (
	credentials: Credentials,
	node: string,
	credentialType: string,
	parameters: INodeParameters,
): WorkflowNode => ({
	name: 'Ours',
	type: `${packageName}.${node}`,
	parameters,
	credentials: credentialOf(credentials, credentialType),
});

/**
 * The HTTP Request node as the editor adds it, with the credential under "Predefined Credential Type".
 *
 * @param credentialType - Undefined for no credential.
 */
export const httpRequestNode = (
	credentials: Credentials,
	credentialType: string | undefined,
	parameters: INodeParameters,
): WorkflowNode => ({
	name: 'HTTP',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		options: {},
		...(credentialType && {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
		}),
		...parameters,
	},
	...(credentialType && { credentials: credentialOf(credentials, credentialType) }),
});
