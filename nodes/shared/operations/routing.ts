import type {
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodePropertyRouting,
	PreSendAction,
} from 'n8n-workflow';

import { isDisplayed, parentOf, setRequestValue } from './requestBuilder';
import type { OperationField, RequestLocation } from './types';

/** Takes what n8n has put in a field's place, and puts it there as it belongs. */
function convertValue(field: OperationField, place: RequestLocation): PreSendAction {
	return async function (this: IExecuteSingleFunctions, options: IHttpRequestOptions) {
		const [holder, name] = parentOf(options, place);
		const raw = holder[name];
		delete holder[name];
		if (isDisplayed(this, field)) setRequestValue(this, options, field, raw);
		return options;
	};
}

/** What n8n's routing must know of a field. @param field a field of an operation or of a collection */
export function toRouting(field: OperationField): INodePropertyRouting | undefined {
	const { sendIn } = field;
	if (!sendIn) return undefined;
	// A segment of the path waits in the query: n8n has no place for it.
	const place: RequestLocation =
		sendIn.in === 'path' ? { in: 'query', name: `{${sendIn.name}}` } : sendIn;
	const { in: type, name: property } = place;
	return {
		send: {
			type: type as 'query',
			property,
			propertyInDotNotation: type === 'body',
			preSend: [convertValue(field, place)],
		},
	};
}
