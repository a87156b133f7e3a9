import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';

/** The address that the vendor calls. n8n gives a trigger with such an address a Test URL and a Production URL. */
export const webhookDescription: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	path: 'webhook',
};

/** Who may call. @param vendor the vendor's name as its users know it */
export const authenticationFields = (vendor: string): INodeProperties[] => [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Basic Auth',
				value: 'basicAuth',
				description: 'The request has a user and a password, which your proxy adds',
			},
			{
				name: 'Header Auth',
				value: 'headerAuth',
				description: 'The request has a header with a secret, which your proxy adds',
			},
			{
				name: 'IP Allowlist',
				value: 'ipAllowlist',
				description: 'The caller has one of the IP addresses that you name',
			},
			{ name: 'None', value: 'none', description: 'Everybody is believed' },
			{
				name: 'Query Token',
				value: 'queryToken',
				description: 'The URL that the vendor calls ends in ?token= and a secret',
			},
			{
				name: `Verify With ${vendor}`,
				value: 'apiVerification',
				description: `What the event names is read back from ${vendor}, and only what ${vendor} confirms starts the workflow`,
			},
		],
		default: ['queryToken'],
		description: `How callers are known, as ${vendor} does not sign its webhooks. All that you choose must hold.`,
	},
	{
		displayName: `"None" lets everybody who learns the URL start this workflow with whatever they like. Choose Query Token instead, or at least Verify With ${vendor}.`,
		name: 'noAuthenticationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'] } },
	},
	{
		displayName: 'Allowed IPs',
		name: 'allowedIps',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. 192.0.2.10, 2001:db8::/32',
		displayOptions: { show: { authentication: ['ipAllowlist'] } },
		description:
			'IPv4 and IPv6 addresses, and ranges such as 192.0.2.0/24, one a line or separated by commas. Behind a proxy n8n sees the address of the proxy unless N8N_PROXY_HOPS is set.',
	},
	{
		displayName: 'Verification Timeout (Minutes)',
		name: 'verificationTimeout',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 60 },
		default: 5,
		displayOptions: { show: { authentication: ['apiVerification'] } },
		description: `For how many minutes to try again while ${vendor} cannot be asked. The limit is 60.`,
	},
	{
		displayName: 'When Verification Times Out',
		name: 'onVerificationTimeout',
		type: 'options',
		options: [
			{ name: 'Drop the Event', value: 'drop', description: 'Start nothing' },
			{
				name: 'Start the Workflow',
				value: 'emitUnverified',
				description: 'With what the caller said, and "verified": false',
			},
		],
		default: 'drop',
		displayOptions: { show: { authentication: ['apiVerification'] } },
		description: `What to do with an event when ${vendor} could not be asked for all that time`,
	},
];

/** What is the same at the end of every such trigger. */
export const commonFields: INodeProperties[] = [
	{
		displayName: 'Include Raw Body',
		name: 'includeRawBody',
		type: 'boolean',
		default: false,
		description:
			'Whether to add the body as it came, under "rawBody". Nobody confirms what stands in it.',
	},
	{
		// n8n asks a node of version 1 by this name whether to leave the body unread (engine), and does: so nobody's body
		// is read before it is known who calls, and what is no JSON gets this node's answer.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
