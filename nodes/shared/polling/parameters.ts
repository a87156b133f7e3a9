import { NodeOperationError } from 'n8n-workflow';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { OperationField } from '../operations/types';
import { parseBoolean, trimmed } from '../util/text';

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

/** Whether a field holds an expression: one that gives nothing was not left empty to mean all. */
function isExpression(context: IPollFunctions, name: string): boolean {
	const raw: unknown = context.getNode().parameters?.[name];
	const written: unknown = Object(raw) === raw ? (raw as { value?: unknown }).value : raw;
	return typeof written === 'string' && written.startsWith('=');
}

/**
 * Reads Simplify, also where its expression gives `"no"` or `1`.
 *
 * @param fallback where the event has no such field
 * @throws NodeOperationError when it is neither on nor off
 */
export function readSimplify(context: IPollFunctions, fallback: boolean): boolean {
	const result = parseBoolean(context.getNodeParameter('simplify', fallback) ?? fallback);
	if (result !== undefined) return result;
	throw new NodeOperationError(context.getNode(), 'Simplify must be true or false', {
		description: 'Correct Simplify in this node, or the expression in it.',
	});
}

/**
 * Reads the ID in a field.
 *
 * @param field.displayName the field's label
 * @param field.required whether it may not be empty
 * @returns the ID without what was copied along with it; empty where the field was left empty
 * @throws NodeOperationError when it may not be empty, or is no ID
 */
export function getIdParameter(
	context: IPollFunctions,
	field: { name: string; displayName: string; required?: boolean },
): string {
	const raw: unknown = context.getNodeParameter(field.name, '', { extractValue: true });
	const value = trimmed(String(raw ?? '')).toWellFormed();
	let problem: string | undefined;
	if (value === '' && (field.required || isExpression(context, field.name))) problem = 'is empty';
	if (Number.isNaN(raw) || (Number.isInteger(raw) && !Number.isSafeInteger(raw)))
		problem = 'must be a text in quotes, because a number this long loses its last digits';
	// Such an ID would lead out of the path it is put into.
	if (value === '.' || value === '..') problem = `must be an ID, not "${value}"`;
	if (problem === undefined) return value;
	const description = `Choose a ${field.displayName} in this node, or correct the expression in it.`;
	throw new NodeOperationError(context.getNode(), `${field.displayName} ${problem}`, {
		description,
	});
}
