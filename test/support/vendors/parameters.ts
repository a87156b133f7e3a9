/** Parameters that the saved cases of several vendors have in common. */

import type { INodeParameterResourceLocator } from 'n8n-workflow';
import type { SandboxEvent, SavedTriggerCase } from './types';

/** A resource locator with an ID. */
export const byId = (value: string | number): INodeParameterResourceLocator => ({
	__rl: true,
	mode: 'id',
	value: String(value),
});

/** A resource locator with an entry of its list. */
export const fromList = (value: string | number): INodeParameterResourceLocator => ({
	__rl: true,
	mode: 'list',
	value: String(value),
	cachedResultName: 'As it was called in the list',
});

/** A resource locator that the user has not set. */
export const notSet: INodeParameterResourceLocator = { __rl: true, mode: 'list', value: '' };

/**
 * The ways in which a webhook trigger authenticates its callers, and the settings beside them.
 *
 * @param event what happens in the sandbox
 * @param type the webhook type that reports it, for a vendor that has several
 */
export const webhookCases = (event: SandboxEvent, type?: string): SavedTriggerCase[] =>
	[
		{ name: 'as it is at first', parameters: {} },
		{
			name: 'address list',
			parameters: { authentication: ['ipAllowlist'], allowedIps: '127.0.0.0/8, ::1' },
		},
		{ name: 'header and basic auth', parameters: { authentication: ['headerAuth', 'basicAuth'] } },
		{
			name: 'none, with the raw body',
			parameters: { authentication: ['none'], includeRawBody: true },
		},
		{
			name: 'token and vendor',
			parameters: {
				authentication: ['queryToken', 'apiVerification'],
				verificationTimeout: 1,
				onVerificationTimeout: 'emitUnverified',
			},
		},
	].map((one) => ({ ...one, event, type }));
