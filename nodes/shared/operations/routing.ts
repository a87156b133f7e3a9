import type {
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodePropertyRouting,
	PreSendAction,
} from 'n8n-workflow';

import { isDisplayed, parentOf, setRequestValue } from './requestBuilder';
import type { OperationField, RequestLocation } from './types';

/** Converts the value that n8n has put where a field is sent. */
function convertValue(field: OperationField, location: RequestLocation): PreSendAction {
	return async function (this: IExecuteSingleFunctions, options: IHttpRequestOptions) {
		const [parent, name] = parentOf(options, location);
		const raw = parent[name];
		delete parent[name];
		if (isDisplayed(this, field)) setRequestValue(this, options, field, raw);
		return options;
	};
}

/** What n8n's routing must know of a field. @param field a field of an operation or of a collection */
export function toRouting(field: OperationField): INodePropertyRouting | undefined {
	const { sendIn } = field;
	if (!sendIn) return undefined;
	// A segment of the path waits in the query: n8n's routing cannot fill it in.
	const location: RequestLocation =
		sendIn.in === 'path' ? { in: 'query', name: `{${sendIn.name}}` } : sendIn;
	const { in: type, name: property } = location;
	return {
		send: {
			type: type as 'query',
			property,
			propertyInDotNotation: type === 'body',
			preSend: [convertValue(field, location)],
		},
	};
}
