/** Every credential, stored in n8n and tested by n8n's own call, as the editor does when one is saved. */

import assert from 'node:assert/strict';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { vendors } from '../../support/vendors';
import type { Instance } from '../instance';
import type { Check } from '../suite';

interface CredentialCase {
	type: string;
	/** Fields that are accepted. */
	data: Record<string, string>;
	/** Fields with which it is refused. */
	wrongData: Record<string, string>;
	/** What the message then says. */
	message: string;
	/** The fields that the editor must not be shown. */
	secretFields: string[];
}

interface TestResult {
	status: string;
	message: string;
}

/** A key that is accepted nowhere, and must not be seen in any message. */
const wrongKey = 'wr0ng-and-not-to-be-shown';

const webhookSecrets = {
	token: 'a-token-that-is-long-enough',
	headerName: 'X-Webhook-Secret',
	headerValue: 'long-enough',
};

function createCases({ sandboxes }: Instance): CredentialCase[] {
	const accounts = vendors.map((vendor): CredentialCase => {
		const { field, message } = vendor.wrongKey;
		return {
			type: vendor.credentialType,
			data: vendor.credentialData(sandboxes[vendor.key].url),
			wrongData: { [field]: wrongKey },
			message,
			secretFields: [field],
		};
	});
	const webhooks = vendors
		.flatMap(({ triggers }) => triggers)
		.flatMap((trigger): CredentialCase[] => {
			if (trigger.kind !== 'webhook') return [];
			return [
				{
					type: trigger.webhookCredentialType,
					data: webhookSecrets,
					wrongData: { token: `${wrongKey}?` },
					message: 'has a Token with other characters than',
					secretFields: ['token', 'headerValue'],
				},
			];
		});
	return [...accounts, ...webhooks];
}

/** Stores a credential and has n8n test it. */
async function testCredential(
	{ client }: Instance,
	name: string,
	{ type, secretFields }: CredentialCase,
	data: Record<string, string>,
): Promise<TestResult> {
	const { id } = await client.createCredential({ name, type, data });
	const path = `/credentials/${id}?includeData=true`;
	const stored = await client.request<{ data: ICredentialDataDecryptedObject }>('GET', path);
	const shown = JSON.stringify(stored.data);
	for (const field of secretFields)
		assert(
			!shown.includes(data[field]),
			`n8n shows ${field} to the editor: it is no password field`,
		);
	// The editor sends back what it was given, in which secrets are masked.
	const credentials = { id, name, type, data: stored.data };
	return await client.request<TestResult>('POST', '/credentials/test', { credentials });
}

async function checkCredential(instance: Instance, testCase: CredentialCase): Promise<string> {
	const { type, data, wrongData, message } = testCase;
	const accepted = await testCredential(instance, `${type}: accepted`, testCase, data);
	assert(accepted.status === 'OK', `a right credential was refused: ${accepted.message}`);
	const wrong = { ...data, ...wrongData };
	const refused = await testCredential(instance, `${type}: refused`, testCase, wrong);
	assert(refused.status === 'Error', 'a wrong credential was accepted');
	assert(!refused.message.includes(wrongKey), 'the message shows the secret');
	assert(
		refused.message.includes(message),
		`the message says "${refused.message}", not "${message}"`,
	);
	const { length } = refused.message;
	return `a wrong one: "${length > 60 ? `${refused.message.slice(0, 60)}…` : refused.message}"`;
}

export const credentialCheckCount = vendors.reduce(
	(count, { triggers }) => count + 1 + triggers.filter(({ kind }) => kind === 'webhook').length,
	0,
);

export async function checkCredentials(instance: Instance, check: Check): Promise<void> {
	for (const testCase of createCases(instance))
		await check(`credential ${testCase.type}`, () => checkCredential(instance, testCase));
}
