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
import { entriesOf, itemsOf, jsonOf } from './output';
import { readPages } from './paging';
import { isEmpty } from './place';
import { send } from './send';
import { wholeNumber } from './values';
import type { Vendor } from './vendor';

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
	const scene = { node: context.getNode(), itemIndex: context.getItemIndex() };
	throw fieldError(scene, 'Limit', 'must be a whole number of at least 1');
}

/** Refuses an operation that would change nothing because none of its optional fields is set. */
function refuseNothing(context: IExecutePaginationFunctions, { optional }: Operation): void {
	if (!optional?.atLeastOne) return;
	const given = context.getNodeParameter(collectionName(optional.displayName), {}) as IDataObject;
	if (!Object.values(given).every(isEmpty)) return;
	const scene = { node: context.getNode(), itemIndex: context.getItemIndex() };
	throw fieldError(scene, optional.displayName, 'is empty: add at least one');
}

/**
 * What n8n calls to send an operation's request: its place for a pagination function is the one through which every
 * request of an item passes with all its parameters set.
 *
 * @returns the function, which gives one item for each thing in the answer, linked to its input item
 */
export function perform(vendor: Vendor, operation: Operation) {
	const { output = {}, list } = operation;
	const reads = operation.request.method === 'GET' || operation.reads === true;
	const fields = [...(operation.fields ?? []), ...(operation.optional?.fields ?? [])];
	const fieldName = (wire: string) =>
		fields.find((field) => field.send?.name.split('.').pop() === wire)?.displayName;

	return async function (
		this: IExecutePaginationFunctions,
		data: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const itemIndex = this.getItemIndex();
		const limit = wanted(this, operation);
		refuseNothing(this, operation);
		let answered = false;
		const ask = async (options: IHttpRequestOptions) => {
			const body = await send(this, vendor, { options, base: operation.base, open: operation.open, reads, fieldName });
			answered = body !== undefined;
			const payload = body === undefined ? undefined : vendor.payload(body, output.key);
			return { entries: entriesOf(payload), body: body ?? {} };
		};

		const options = data.options as IHttpRequestOptions;
		const refuse = (words: string, next: string) =>
			vendorError({ node: this.getNode(), itemIndex }, vendor, { words, next });
		const malformed = (words: string) => refuse(words, 'Use Limit instead of Return All, and tell the vendor.');
		let entries =
			list && list !== 'unpaged'
				? await readPages(list, limit, options, ask, malformed)
				: (await ask(options)).entries;
		if (entries.length === 0 && !reads && answered) entries = [{ success: true }];
		if (output.one) {
			entries = entries.slice(0, 1);
			if (entries.length === 0) throw refuse(`found no ${output.one} with this ID`, 'Check the ID, and that it belongs to this account.');
		}

		const shape = {
			simplify: this.getNodeParameter('simplify', false) as boolean,
			secrets: (this.getNodeParameter('options', {}) as IDataObject).includeSecrets === true,
		};
		return itemsOf(
			entries.slice(0, limit).map((entry) => jsonOf(entry, output, shape)),
			itemIndex,
		);
	};
}
