import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, IHookFunctions, INodeExecutionData } from 'n8n-workflow';

import { guardOf } from './authentication';
import type { Source } from './source';

/** Looks at the settings, while there is somebody to tell. @throws NodeOperationError when nobody could pass */
async function checkSettings(context: IHookFunctions, source: Source): Promise<void> {
	const { verify } = await guardOf(context, source);
	if (!verify) return;
	try {
		await context.getCredentials(source.vendor.credential);
	} catch {
		throw new NodeOperationError(
			context.getNode(),
			`Verify With the Vendor needs a ${source.vendor.name} API credential`,
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
export const setUpByHand = (source: Source) => ({
	async checkExists(this: IHookFunctions): Promise<boolean> {
		await checkSettings(this, source);
		return true;
	},
	create: async () => true,
	delete: async () => true,
});

/** The items of a run: what the webhook gave, or the sample where the editor runs the node without an event. */
export function itemsOf(context: IExecuteFunctions, source: Source): INodeExecutionData[][] {
	const items = context.getInputData();
	const isEvent = items.some(({ json }) => Object.keys(json).length > 0);
	if (isEvent || context.getMode() !== 'manual') return [items];
	const reading = source.read(source.sample) as { event: INodeExecutionData['json'] };
	const raw = context.getNodeParameter('includeRawBody', 0, false)
		? { rawBody: source.sample }
		: {};
	return [[{ json: { ...reading.event, ...raw }, pairedItem: { item: 0 } }]];
}
