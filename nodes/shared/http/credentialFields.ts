import type { INodeProperties } from 'n8n-workflow';

/** How hard an account may be driven. It stands in the credential, because all nodes that use the account share it. */
export const rateLimitFields: INodeProperties[] = [
	{
		displayName: 'Requests at Once',
		name: 'requestsAtOnce',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description:
			'How many requests may be under way at the same time, over all nodes that use this account in one n8n process',
	},
	{
		displayName: 'Patience',
		name: 'patience',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description:
			'How many seconds a request may wait in all when the vendor asks for fewer requests or cannot be reached, before it becomes an error. 0 never waits.',
	},
];
