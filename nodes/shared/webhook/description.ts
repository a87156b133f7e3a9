import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
	IWebhookDescription,
} from 'n8n-workflow';

import { copyOf } from '../util/objects';

/** The URL that the vendor calls. n8n shows a Test URL and a Production URL for it. */
const webhookDescription: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	path: 'webhook',
};

/** What the descriptions of all webhook triggers have in common, beside what n8n's linter wants written out in each class. */
export const webhookTriggerDescription = (): Pick<
	INodeTypeDescription,
	'group' | 'version' | 'inputs' | 'outputs' | 'webhooks'
> => ({
	group: ['trigger'],
	version: 1,
	inputs: [],
	outputs: [NodeConnectionTypes.Main],
	webhooks: [{ ...webhookDescription }],
});

/** The authentication methods that are the same for all vendors. */
const AUTHENTICATION_METHODS: INodePropertyOptions[] = [
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
];

/** The authentication methods. */
const authentication = (vendor: string): INodeProperties => ({
	displayName: 'Authentication',
	name: 'authentication',
	type: 'multiOptions',
	noDataExpression: true,
	options: [
		...AUTHENTICATION_METHODS,
		{
			name: `Verify With ${vendor}`,
			value: 'apiVerification',
			description: `What the event names is read back from ${vendor}, and only what ${vendor} confirms starts the workflow`,
		},
	],
	default: ['queryToken'],
	description: `How callers are known, as ${vendor} does not sign its webhooks. All that you choose must hold.`,
});

/** The warning beside None. */
const noAuthenticationNotice = (vendor: string): INodeProperties => ({
	displayName: `"None" lets everybody who learns the URL start this workflow with whatever they like. Choose Query Token instead, or at least Verify With ${vendor}.`,
	name: 'noAuthenticationNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { authentication: ['none'] } },
});

/** Who may call, by IP address. */
const allowedIps: INodeProperties = {
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
};

/** How long an event waits for its verification. */
const verificationTimeout = (vendor: string): INodeProperties => ({
	displayName: 'Verification Timeout (Minutes)',
	name: 'verificationTimeout',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 60 },
	default: 5,
	displayOptions: { show: { authentication: ['apiVerification'] } },
	description: `For how many minutes to try again while ${vendor} cannot be asked. The limit is 60.`,
});

/** What becomes of an event whose verification timed out. */
const onVerificationTimeout = (vendor: string): INodeProperties => ({
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
});

/** The fields at the end of every webhook trigger. */
const commonFields: INodeProperties[] = [
	{
		displayName: 'Include Raw Body',
		name: 'includeRawBody',
		type: 'boolean',
		default: false,
		description:
			'Whether to add the body as it came, under "rawBody". Nobody confirms what stands in it.',
	},
	{
		// n8n reads this option of a node of version 1 to decide whether to leave the body unread (n8n 2.41). So no body is
		// read before the caller is authenticated, and this node responds to a body that is no JSON.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];

/**
 * The properties of a webhook trigger, in the order they are shown.
 *
 * @param vendor the vendor's name as its users know it
 * @param own the vendor's own fields: how the webhook is set up, as HTML, which event starts the workflow, and the filters
 */
export const webhookTriggerProperties = (
	vendor: string,
	{
		setUp,
		triggerOn,
		filters,
	}: { setUp: string; triggerOn: INodeProperties; filters: INodeProperties },
): INodeProperties[] =>
	copyOf([
		{ displayName: setUp, name: 'setUpNotice', type: 'notice', default: '' },
		triggerOn,
		authentication(vendor),
		noAuthenticationNotice(vendor),
		allowedIps,
		verificationTimeout(vendor),
		onVerificationTimeout(vendor),
		filters,
		...commonFields,
	]);
