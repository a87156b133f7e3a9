import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { guardOf, refusal } from './authentication';
import { bodyOf } from './body';
import type { Incoming } from './body';
import { claim } from './once';
import type { Source } from './source';
import { check, hasRoom } from './waiting';

/** An event may wait no longer to be checked. */
const MOST_MINUTES = 60;

/**
 * Answers the vendor. n8n would do so only after the node is done, with a stray word, and would then lose what the
 * trigger remembers (engine: 2.41).
 *
 * @param reason one line for whoever reads the vendor's log
 * @returns what n8n is told when nothing starts
 */
function answer(context: IWebhookFunctions, status: number, reason = ''): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) {
		if (reason !== '') response.setHeader('content-type', 'text/plain; charset=utf-8');
		response.status(status).end(reason);
	}
	return { noWebhookResponse: true };
}

/** What n8n is told when the vendor has its answer: what the workflow starts with, if anything. */
function started(items: IDataObject[]): IWebhookResponseData {
	return {
		noWebhookResponse: true,
		...(items.length > 0 && { workflowData: [items.map((json) => ({ json }))] }),
	};
}

/** From the request to the events that start the workflow, in an order in which nobody is asked for more than needed. */
async function handle(context: IWebhookFunctions, source: Source): Promise<IWebhookResponseData> {
	const guard = await guardOf(context, source);
	const request = context.getRequestObject() as unknown as Incoming & {
		ip?: string;
		socket?: { remoteAddress?: string };
	};
	const status = refusal(guard, {
		address: request.ip ?? request.socket?.remoteAddress,
		query: context.getQueryData(),
		headers: context.getHeaderData(),
	});
	if (status) return answer(context, status);

	const content = await bodyOf(request);
	if ('wrong' in content) return answer(context, 400, content.wrong);
	const reading = source.read(content.body);
	if ('wrong' in reading) return answer(context, 400, reading.wrong);
	if ('foreign' in reading) return answer(context, 200, reading.foreign);
	const { event } = reading;
	const wanted = source.filter(context);
	if (!wanted(event)) return answer(context, 200);
	if (guard.verify && !hasRoom(context)) return answer(context, 503);
	const extra: IDataObject = context.getNodeParameter('includeRawBody', false)
		? { rawBody: content.body }
		: {};
	const minutes = Math.min(MOST_MINUTES, Number(context.getNodeParameter('keepTrying', 5)) || 0);
	const startUnchecked = context.getNodeParameter('unchecked', 'start') === 'start';

	// Somebody who tries a workflow out sends one event again and again.
	const remembers = context.getMode() !== 'manual';
	const own = remembers ? claim(context, source.identity(event)) : undefined;
	answer(context, 200);
	if (remembers && !own) return started([]);
	if (guard.verify) {
		const due = performance.now();
		const until = due + minutes * 60_000;
		return started(
			await check(context, source, {
				event,
				wanted,
				extra,
				claim: own,
				startUnchecked,
				until,
				due,
				denials: 0,
				failures: 0,
			}),
		);
	}
	own?.keep(context);
	return started([{ ...event, ...extra }]);
}

/**
 * Receives one request to the webhook of a trigger: answers it, and starts the workflow if it is an event, from somebody
 * who may call, that the user wants and that did not start it before.
 *
 * @param source whose webhooks these are
 * @returns what n8n has to know; never an answer to the vendor, who has it by then
 */
export async function receive(
	context: IWebhookFunctions,
	source: Source,
): Promise<IWebhookResponseData> {
	try {
		return await handle(context, source);
	} catch (error) {
		// Thrown, it would start an execution that fails, as often as any stranger calls (engine).
		context.logger.error(`${context.getNode().name}: ${(error as Error).message}`);
		return answer(context, 500);
	}
}
