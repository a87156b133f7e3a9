import { createHash } from 'crypto';
import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { fieldError, vendorError } from './errors';
import { collectionName } from './operation';
import type { Operation } from './operation';
import { at, entriesOf, itemsOf, jsonOf } from './output';
import { readPages } from './paging';
import { isEmpty } from './place';
import { isFateUnknown, send } from './send';
import type { Request } from './send';
import { memoryOf, turnOf } from './turns';
import { wholeNumber } from './values';
import type { Vendor } from './vendor';

const sceneOf = (context: IExecutePaginationFunctions) => ({
	node: context.getNode(),
	itemIndex: context.getItemIndex(),
});

/** How many entries the user wants. @throws NodeOperationError when Limit is no number above zero */
function wanted(context: IExecutePaginationFunctions, operation: Operation): number {
	if (!operation.list || context.getNodeParameter('returnAll', false)) return Infinity;
	const value = context.getNodeParameter('limit', 50);
	try {
		const count = wholeNumber(value, '') as number;
		if (count >= 1) return count;
	} catch {
		// Said below, in the same words.
	}
	throw fieldError(sceneOf(context), 'Limit', 'must be a whole number of at least 1');
}

/** Refuses an operation that would change nothing because none of its optional fields is set. */
function refuseNothing(context: IExecutePaginationFunctions, { optional }: Operation): void {
	if (!optional?.atLeastOne) return;
	const given = context.getNodeParameter(collectionName(optional.displayName), {}) as IDataObject;
	if (!Object.values(given).every(isEmpty)) return;
	throw fieldError(sceneOf(context), optional.displayName, 'is empty: add at least one');
}

/** The chats that a write is about, by the values that name them on the wire. */
function chatsOf({ chat = [] }: Operation, { body }: IHttpRequestOptions): string[] {
	const names = chat
		.map((name) => at((body ?? {}) as IDataObject, name))
		.filter((value) => !isEmpty(value));
	// A list names several chats; several names name one.
	return names.some(Array.isArray)
		? names.flat().map(String)
		: names.length > 0
			? [names.join('\n')]
			: [];
}

/**
 * Sends a write in its turn, once: after the earlier items of the run that are about the same chat, and never again
 * where it was accepted, or may have been, before n8n ran the node once more.
 */
async function sendOnce(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	request: Request,
): Promise<IDataObject | undefined> {
	const { method, url, qs, body } = request.options;
	const memory = memoryOf<IDataObject | undefined>(context.getInputData());
	const wire = createHash('sha256')
		.update(JSON.stringify([method, url, qs, body]))
		.digest('hex');
	const known = memory.get(wire);
	if (known && 'error' in known) throw known.error;
	if (known) return known.answer;

	const scene = sceneOf(context);
	const turn = await turnOf(
		context.getExecuteData(),
		chatsOf(operation, request.options),
		scene.itemIndex,
	);
	if (turn.blockedBy !== undefined && !context.continueOnFail()) {
		turn.end(false);
		throw vendorError(scene, vendor, {
			words: `nothing was sent, because item ${turn.blockedBy}, which comes first in the same chat, failed`,
			next: 'Mend that item first.',
		});
	}
	return await send(context, vendor, request).then(
		(answer) => {
			memory.set(wire, { answer });
			turn.end(true);
			return answer;
		},
		(error: Error) => {
			if (isFateUnknown(error)) memory.set(wire, { error });
			turn.end(false);
			throw error;
		},
	);
}

/**
 * What n8n calls to send an operation's request: its place for a pagination function is the one through which every
 * request of an item passes with all its parameters set.
 *
 * @returns the function, which gives one item for each thing in the answer, linked to its input item
 */
export function perform(vendor: Vendor, operation: Operation) {
	const { output = {}, list, base, open } = operation;
	const reads = operation.request.method === 'GET' || operation.reads === true;
	const fields = [...(operation.fields ?? []), ...(operation.optional?.fields ?? [])];
	const fieldName = (wire: string) =>
		fields.find((field) => field.send?.name.split('.').pop() === wire)?.displayName;

	return async function (
		this: IExecutePaginationFunctions,
		data: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const limit = wanted(this, operation);
		refuseNothing(this, operation);
		let answered = false;
		const ask = async (options: IHttpRequestOptions) => {
			const request: Request = { options, base, open, reads, fieldName };
			const body = await (reads
				? send(this, vendor, request)
				: sendOnce(this, vendor, operation, request));
			const payload = body === undefined ? undefined : vendor.payload(body, output.key);
			answered = body !== undefined && !Array.isArray(payload);
			return { entries: entriesOf(payload), body: body ?? {} };
		};

		const options = data.options as IHttpRequestOptions;
		const refuse = (words: string, next: string) =>
			vendorError(sceneOf(this), vendor, { words, next });
		const malformed = (words: string) =>
			refuse(words, 'Use Limit instead of Return All, and tell the vendor.');
		let entries =
			list && list !== 'unpaged'
				? await readPages(list, limit, options, ask, malformed)
				: (await ask(options)).entries;
		if (entries.length === 0 && !reads && answered) entries = [{ success: true }];
		if (output.one) {
			entries = entries.slice(0, 1);
			if (entries.length === 0)
				throw refuse(
					`found no ${output.one} with this ID`,
					'Check the ID, and that it belongs to this account.',
				);
		}

		const shape = {
			simplify: this.getNodeParameter('simplify', false) as boolean,
			secrets: (this.getNodeParameter('options', {}) as IDataObject).includeSecrets === true,
		};
		return itemsOf(
			entries.slice(0, limit).map((entry) => jsonOf(entry, output, shape)),
			this.getItemIndex(),
		);
	};
}
