import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';

/**
 * The address that the vendor calls. n8n gives a trigger with such an address a Test URL and a Production URL.
 * While a test is to use a sample, there is none for it, so that n8n runs the node at once instead of waiting for a call
 * (engine); a workflow that is active always has it.
 */
export const webhookDescription: IWebhookDescription = {
	name: 'default',
	httpMethod:
		'={{ $parameter["whenTesting"] === "sample" && $workflow.active === false ? "" : "POST" }}',
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
				name: 'Address List',
				value: 'addressList',
				description: 'The caller has one of the addresses that you name',
			},
			{
				name: 'Basic Auth',
				value: 'basicAuth',
				description: 'The request has a user and a password, which your proxy adds',
			},
			{
				name: 'Header',
				value: 'header',
				description: 'The request has a header with a secret, which your proxy adds',
			},
			{ name: 'None', value: 'none', description: 'Everybody is believed' },
			{
				name: 'Token in the URL',
				value: 'token',
				description: 'The URL that the vendor calls ends in ?token= and a secret',
			},
			{
				name: 'Verify With the Vendor',
				value: 'vendor',
				description: `What the event names is read back from ${vendor}, and only what ${vendor} confirms starts the workflow`,
			},
		],
		default: ['token'],
		description: `How callers are known, as ${vendor} does not sign its webhooks. All that you choose must hold.`,
	},
	{
		displayName:
			'"None" lets everybody who learns the URL start this workflow with whatever they like. Choose a token instead, or at least Verify With the Vendor.',
		name: 'noAuthenticationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'] } },
	},
	{
		displayName: 'Allowed Addresses',
		name: 'allowedAddresses',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. 192.0.2.10, 2001:db8::/32',
		displayOptions: { show: { authentication: ['addressList'] } },
		description:
			'IPv4 and IPv6 addresses, and ranges such as 192.0.2.0/24, one a line or separated by commas. Behind a proxy n8n sees the address of the proxy unless N8N_PROXY_HOPS is set.',
	},
	{
		displayName: 'Keep Trying',
		name: 'keepTrying',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 60 },
		default: 5,
		displayOptions: { show: { authentication: ['vendor'] } },
		description: `For how many minutes to try again while ${vendor} cannot be asked. The limit is 60.`,
	},
	{
		displayName: 'If It Cannot Be Checked',
		name: 'unchecked',
		type: 'options',
		options: [
			{
				name: 'Start the Workflow',
				value: 'start',
				description: 'With what the caller said, and "verified": false',
			},
			{ name: 'Drop the Event', value: 'drop', description: 'Start nothing' },
		],
		default: 'start',
		displayOptions: { show: { authentication: ['vendor'] } },
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
		displayName: 'When Testing',
		name: 'whenTesting',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Listen for an Event',
				value: 'listen',
				description: 'Wait until the Test URL is called',
			},
			{ name: 'Use a Sample', value: 'sample', description: 'Run at once with an invented event' },
		],
		default: 'listen',
		description: 'What a run in the editor does. It changes nothing for the active workflow.',
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
