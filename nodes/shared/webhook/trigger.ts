import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { checkCaller, loadAuthPolicy } from './authentication';
import { parseBody } from './body';
import type { IncomingRequest } from './body';
import { claimEvent } from './deduplication';
import type { WebhookDefinition } from './types';
import { hasCapacity, verifyOrEnqueue } from './verificationQueue';

/** An event may wait no longer to be checked. */
const MAX_TIMEOUT_MINUTES = 60;

/**
 * Answers the vendor. n8n would do so only after the node is done, with a stray word, and would then lose what the
 * trigger remembers (engine: 2.41).
 *
 * @param reason one line for whoever reads the vendor's log
 * @returns what n8n is told when nothing starts
 */
function respond(context: IWebhookFunctions, status: number, reason = ''): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) {
		if (reason !== '') response.setHeader('content-type', 'text/plain; charset=utf-8');
		response.status(status).end(reason);
	}
	return { noWebhookResponse: true };
}

/** What n8n is told when the vendor has its answer: what the workflow starts with, if anything. */
function toResponseData(items: IDataObject[]): IWebhookResponseData {
	return {
		noWebhookResponse: true,
		...(items.length > 0 && { workflowData: [items.map((json) => ({ json }))] }),
	};
}

/** From the request to the events that start the workflow, in an order in which nobody is asked for more than needed. */
async function processRequest(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
): Promise<IWebhookResponseData> {
	const policy = await loadAuthPolicy(context, definition);
	const request = context.getRequestObject() as unknown as IncomingRequest & {
		ip?: string;
		socket?: { remoteAddress?: string };
	};
	const status = checkCaller(policy, {
		address: request.ip ?? request.socket?.remoteAddress,
		query: context.getQueryData(),
		headers: context.getHeaderData(),
	});
	if (status) return respond(context, status);

	const content = await parseBody(request);
	if ('invalid' in content) return respond(context, 400, content.invalid);
	const reading = definition.read(content.body);
	if ('invalid' in reading) return respond(context, 400, reading.invalid);
	if ('ignored' in reading) return respond(context, 200, reading.ignored);
	const { event } = reading;
	const wanted = definition.filter(context);
	if (!wanted(event)) return respond(context, 200);
	if (policy.verify && !hasCapacity(context)) return respond(context, 503);
	const extra: IDataObject = context.getNodeParameter('includeRawBody', false)
		? { rawBody: content.body }
		: {};
	const minutes = Math.min(
		MAX_TIMEOUT_MINUTES,
		Number(context.getNodeParameter('verificationTimeout', 5)) || 0,
	);
	const emitUnverified =
		context.getNodeParameter('onVerificationTimeout', 'drop') === 'emitUnverified';

	// Somebody who tries a workflow out sends one event again and again.
	const remembers = context.getMode() !== 'manual';
	const eventClaim = remembers ? claimEvent(context, definition.identity(event)) : undefined;
	respond(context, 200);
	if (remembers && !eventClaim) return toResponseData([]);
	if (policy.verify) {
		const due = performance.now();
		const until = due + minutes * 60_000;
		return toResponseData(
			await verifyOrEnqueue(context, definition, {
				event,
				wanted,
				extra,
				claim: eventClaim,
				emitUnverified,
				until,
				due,
				denialCount: 0,
				failureCount: 0,
			}),
		);
	}
	eventClaim?.commit(context);
	return toResponseData([{ ...event, ...extra }]);
}

/**
 * Receives one request to the webhook of a trigger: answers it, and starts the workflow if it is an event, from somebody
 * who may call, that the user wants and that did not start it before.
 *
 * @param definition whose webhooks these are
 * @returns what n8n has to know; never an answer to the vendor, who has it by then
 */
export async function handleWebhook(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
): Promise<IWebhookResponseData> {
	try {
		return await processRequest(context, definition);
	} catch (error) {
		// Thrown, it would start an execution that fails, as often as any stranger calls (engine).
		context.logger.error(`${context.getNode().name}: ${(error as Error).message}`);
		return respond(context, 500);
	}
}

/** Looks at the settings, while there is somebody to tell. @throws NodeOperationError when nobody could pass */
async function checkSettings(
	context: IHookFunctions,
	definition: WebhookDefinition,
): Promise<void> {
	const { verify } = await loadAuthPolicy(context, definition);
	if (!verify) return;
	try {
		await context.getCredentials(definition.vendor.credential);
	} catch {
		throw new NodeOperationError(
			context.getNode(),
			`Verify With ${definition.vendor.name} needs a ${definition.vendor.name} API credential`,
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
