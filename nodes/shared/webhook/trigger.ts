import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { checkCaller, loadAuthPolicy, withNodeName } from './authentication';
import type { AuthPolicy } from './authentication';
import { parseBody } from './body';
import type { IncomingRequest } from './body';
import { forgetStarts, hasStarted, recordStart } from './deduplication';
import type { WebhookDefinition } from './types';
import { readSettings } from './verification';
import { hasCapacity, verifyOrEnqueue } from './verificationQueue';

/** No event waits longer for its verification. */
const MAX_TIMEOUT_MINUTES = 60;
/** Each event may be asked about once, however short the user's limit is: this long, in milliseconds. */
const MIN_ATTEMPT_MS = 30_000;

/**
 * Sends the response. n8n would do so only after the node is done, with a text of its own, and would then lose
 * the static data of the trigger (n8n 2.41).
 *
 * @param reason one line for whoever reads the vendor's log
 * @returns the result for n8n when nothing starts
 */
function respond(context: IWebhookFunctions, status: number, reason = ''): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) {
		if (reason !== '') response.setHeader('content-type', 'text/plain; charset=utf-8');
		response.status(status).end(reason);
	}
	return { noWebhookResponse: true };
}

/** The result for n8n after the response was sent: the items that the workflow starts with, if any. */
function toResponseData(items: IDataObject[]): IWebhookResponseData {
	return {
		noWebhookResponse: true,
		...(items.length > 0 && { workflowData: [items.map((json) => ({ json }))] }),
	};
}

/** A request that starts nothing: the status of the response, and why in one line for the vendor's log. */
interface Rejection {
	status: number;
	reason?: string;
	/** Whether the caller passed all the same, so that an event may be lost, which the user must be able to see. */
	isLogged?: boolean;
}

/** An event from a caller who passed, as the user wants it. */
interface AcceptedRequest {
	event: IDataObject;
	matchesFilters: (event: IDataObject) => boolean;
	/** What is added to the event when it starts the workflow. */
	extra: IDataObject;
	/** Whether the event is to be read back from the vendor. */
	verify: boolean;
}

/** Who sent a request, by the policy that the user chose. @returns the status of the refusal; undefined when it passes */
function checkRequestCaller(context: IWebhookFunctions, policy: AuthPolicy): 401 | 403 | undefined {
	const request = context.getRequestObject() as {
		ip?: string;
		socket?: { remoteAddress?: string };
	};
	return checkCaller(policy, {
		address: request.ip ?? request.socket?.remoteAddress,
		query: context.getQueryData(),
		headers: context.getHeaderData(),
	});
}

/** Lets events start the workflow again that can happen again after an event. */
function forgetEnded(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	event: IDataObject,
): void {
	const subjects = definition.endedSubjects?.(event) ?? [];
	if (subjects.length > 0 && context.getMode() !== 'manual') forgetStarts(context, subjects);
}

/** Reads a request. The caller is checked before the body, and the body before what depends on the event. */
async function readRequest(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
): Promise<AcceptedRequest | Rejection> {
	const policy = await loadAuthPolicy(context, definition);
	const status = checkRequestCaller(context, policy);
	if (status) return { status };
	const content = await parseBody(context.getRequestObject() as unknown as IncomingRequest);
	if ('invalid' in content) return { status: 400, reason: content.invalid, isLogged: true };
	const parsed = definition.read(content.body);
	if ('invalid' in parsed) return { status: 400, reason: parsed.invalid, isLogged: true };
	if ('ignored' in parsed) return { status: 200, reason: parsed.ignored };
	const { event } = parsed;
	const matchesFilters = definition.filter(context);
	if (!matchesFilters(event)) {
		if (!policy.verify) forgetEnded(context, definition, event);
		return { status: 200 };
	}
	if (policy.verify && !hasCapacity(context))
		return { status: 503, reason: 'Too many events wait for their verification.', isLogged: true };
	const extra: IDataObject = context.getNodeParameter('includeRawBody', false)
		? { rawBody: content.body }
		: {};
	return { event, matchesFilters, extra, verify: policy.verify };
}

/** What the user chose for events while the vendor cannot be reached. */
function readVerificationOptions(context: IWebhookFunctions) {
	const minutes = Number(context.getNodeParameter('verificationTimeout', 5)) || 0;
	const timeoutMs = Math.min(MAX_TIMEOUT_MINUTES, Math.max(0, minutes)) * 60_000;
	const now = performance.now();
	return {
		emitUnverified: context.getNodeParameter('onVerificationTimeout', 'drop') === 'emitUnverified',
		nextAttemptAt: now,
		retryUntil: now + timeoutMs,
		deadline: now + Math.max(timeoutMs, MIN_ATTEMPT_MS),
	};
}

/** Starts the workflow with an event whose caller is believed, unless it did so before. */
function startWith(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	{ event, extra }: AcceptedRequest,
): IWebhookResponseData {
	// Somebody who tries a workflow out sends one event again and again.
	const isDeduplicated = context.getMode() !== 'manual';
	const identity = definition.identity(event, false);
	const isRepeated = isDeduplicated && hasStarted(context, identity);
	respond(context, 200);
	if (isRepeated) return toResponseData([]);
	forgetEnded(context, definition, event);
	if (isDeduplicated) recordStart(context, identity);
	return toResponseData([{ ...event, ...extra }]);
}

/** Responds to a request, and then has its event confirmed by the vendor. Only what was confirmed holds back its repetitions. */
async function verifyAndStart(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	{ event, matchesFilters, extra }: AcceptedRequest,
): Promise<IWebhookResponseData> {
	const options = readVerificationOptions(context);
	const isDeduplicated = context.getMode() !== 'manual';
	const isRepeated = isDeduplicated && hasStarted(context, definition.identity(event, true));
	respond(context, 200);
	if (isRepeated) return toResponseData([]);
	const settings = await readSettings(context, definition.vendor);
	const counts = { denialCount: 0, failureCount: 0 };
	const pending = { event, matchesFilters, extra, settings, isDeduplicated, ...options, ...counts };
	return toResponseData(await verifyOrEnqueue(context, definition, pending));
}

/** Reads a request, responds to it, and only then verifies its event. @returns the result for n8n */
async function processRequest(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
): Promise<IWebhookResponseData> {
	const request = await readRequest(context, definition);
	if ('status' in request) {
		const { status, reason = '', isLogged } = request;
		if (isLogged)
			context.logger.warn(
				`${context.getNode().name}: a request was refused with HTTP ${status}, and started nothing. ${reason}`,
			);
		return respond(context, status, reason);
	}
	return request.verify
		? await verifyAndStart(context, definition, request)
		: startWith(context, definition, request);
}

/**
 * Receives one request to the webhook of a trigger: responds to it, and starts the workflow if it is an event, from somebody
 * who may call, that the user wants and that did not start it before.
 *
 * @param definition whose webhooks these are
 * @returns the result for n8n, without a response to the vendor, which has been sent by then
 */
export async function handleWebhook(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
): Promise<IWebhookResponseData> {
	try {
		return await processRequest(context, definition);
	} catch (error) {
		// If it were thrown, an execution would start and fail for every unauthenticated call (n8n 2.41).
		context.logger.error(withNodeName(context.getNode(), (error as Error).message));
		return respond(context, 500);
	}
}

/** Checks the settings while the user can still see an error. @throws NodeOperationError when no caller could pass */
async function checkSettings(
	context: IHookFunctions,
	definition: WebhookDefinition,
): Promise<void> {
	const { verify } = await loadAuthPolicy(context, definition);
	if (!verify) return;
	try {
		await context.getCredentials(definition.vendor.credential);
	} catch {
		const { name } = definition.vendor;
		throw new NodeOperationError(
			context.getNode(),
			withNodeName(context.getNode(), `Verify With ${name} needs a ${name} API credential`),
			{ description: 'Choose one in the node.' },
		);
	}
}

/**
 * What n8n calls when a workflow is activated, or a test begins. The webhook is set up by hand: nothing is
 * requested from the vendor, nothing is created and nothing is removed.
 */
export const manualWebhookMethods = (definition: WebhookDefinition) => ({
	async checkExists(this: IHookFunctions): Promise<boolean> {
		await checkSettings(this, definition);
		return true;
	},
	create: async () => true,
	delete: async () => true,
});
