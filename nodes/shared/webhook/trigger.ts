import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, IHookFunctions, INodeExecutionData } from 'n8n-workflow';

import { loadAuthPolicy } from './authentication';
import type { WebhookDefinition } from './source';

/** Looks at the settings, while there is somebody to tell. @throws NodeOperationError when nobody could pass */
async function checkSettings(context: IHookFunctions, definition: WebhookDefinition): Promise<void> {
	const { verify } = await loadAuthPolicy(context, definition);
	if (!verify) return;
	try {
		await context.getCredentials(definition.vendor.credential);
	} catch {
		throw new NodeOperationError(
			context.getNode(),
			`Verify With the Vendor needs a ${definition.vendor.name} API credential`,
			{
				description: 'Choose one in the node.',
			},
		);
	}
}

/**
 * What n8n calls when a workflow is activated, or a test begins. The webhook is set up by hand: there is nothing to ask of
 * the vendor, nothing to make and nothing to remove.
 */
export const manualWebhookMethods = (definition: WebhookDefinition) => ({
	async checkExists(this: IHookFunctions): Promise<boolean> {
		await checkSettings(this, definition);
		return true;
	},
	create: async () => true,
	delete: async () => true,
});

/** The items of a run: what the webhook gave, or the sample where the editor runs the node without an event. */
export function executeTrigger(context: IExecuteFunctions, definition: WebhookDefinition): INodeExecutionData[][] {
	const items = context.getInputData();
	const isEvent = items.some(({ json }) => Object.keys(json).length > 0);
	if (isEvent || context.getMode() !== 'manual') return [items];
	const reading = definition.read(definition.sample) as { event: INodeExecutionData['json'] };
	const raw = context.getNodeParameter('includeRawBody', 0, false)
		? { rawBody: definition.sample }
		: {};
	return [[{ json: { ...reading.event, ...raw }, pairedItem: { item: 0 } }]];
}
