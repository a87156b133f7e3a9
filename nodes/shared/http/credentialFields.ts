import type { INodeProperties } from 'n8n-workflow';

/** The limits of an account. They stand in the credential, because all nodes that use the account share them. */
export const rateLimitFields: INodeProperties[] = [
	{
		displayName: 'Max Concurrent Requests',
		name: 'maxConcurrentRequests',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description:
			'How many requests may be under way at the same time, over all nodes that use this account in one n8n process',
	},
	{
		displayName: 'Max Retry Time (Seconds)',
		name: 'maxRetryTime',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description:
			'How many seconds a request may wait in all when the vendor asks for fewer requests or cannot be reached, before it becomes an error. 0 never waits.',
	},
];
