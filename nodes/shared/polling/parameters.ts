import { NodeOperationError } from 'n8n-workflow';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { OperationField } from '../operations/types';

/**
 * A vendor's field as a field of a polling trigger, which sends nothing by itself.
 *
 * @param events the values of the events that it is shown for; all of them where there are none
 */
export function forEvents(
	{ sendIn: _sendIn, ...field }: OperationField,
	...events: string[]
): INodeProperties {
	return {
		...field,
		...(events.length > 0 && { displayOptions: { show: { triggerOn: events } } }),
	};
}

/**
 * Reads the ID in a field.
 *
 * @param field.displayName the field's label
 * @param field.required whether it may not be empty
 * @returns the ID without surrounding spaces; empty where the field is
 * @throws NodeOperationError when it may not be empty, or is no ID
 */
export function getIdParameter(
	context: IPollFunctions,
	field: { name: string; displayName: string; required?: boolean },
): string {
	const value = String(
		context.getNodeParameter(field.name, '', { extractValue: true }) ?? '',
	).trim();
	let problem: string | undefined;
	if (value === '' && field.required) problem = 'is empty';
	// Such an ID would lead out of the path it is put into.
	if (value === '.' || value === '..') problem = `must be an ID, not "${value}"`;
	if (problem === undefined) return value;
	const description = `Choose a ${field.displayName} in this node, or correct the expression in it.`;
	throw new NodeOperationError(context.getNode(), `${field.displayName} ${problem}`, {
		description,
	});
}
