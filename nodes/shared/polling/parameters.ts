import { NodeOperationError } from 'n8n-workflow';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { OperationField } from '../operations/types';

/** A field of an operation as a field of a trigger, which sends nothing by itself. @param events where it is shown */
export function forEvents(
	{ sendIn: _send, ...field }: OperationField,
	...events: string[]
): INodeProperties {
	return {
		...field,
		...(events.length > 0 && { displayOptions: { show: { triggerOn: events } } }),
	};
}

/**
 * The ID in a field.
 *
 * @param field.displayName what the field is called
 * @param field.required whether it may not be empty
 * @throws NodeOperationError when it may not, or when it is no ID
 */
export function getIdParameter(
	context: IPollFunctions,
	field: { name: string; displayName: string; required?: boolean },
): string {
	const value = String(
		context.getNodeParameter(field.name, '', { extractValue: true }) ?? '',
	).trim();
	const problem =
		value === '' && field.required
			? 'is empty'
			: /^\.\.?$/.test(value)
				? `must be an ID, not "${value}"`
				: undefined;
	if (problem === undefined) return value;
	const description = `Choose a ${field.displayName} in this node, or correct the expression in it.`;
	throw new NodeOperationError(context.getNode(), `${field.displayName} ${problem}`, {
		description,
	});
}
