import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { Vendor } from '../types';
import { redact } from './redact';

/** Where an error belongs, and what is hidden in its message. */
export interface ErrorContext {
	node: INode;
	/** Undefined outside a run, e.g. in a pick list. */
	itemIndex?: number;
	/** Values that `createApiError` hides in the message. The hint and the description are not searched for them. */
	redacted?: readonly string[];
}

/** What to do next, by HTTP status. */
const STATUS_HINTS: Readonly<Record<string, string>> = {
	400: 'Check the fields of this operation.',
	401: 'Check the credential, and renew its key if it was changed.',
	403: 'Check that the account of this credential may do this.',
	404: 'Check that the ID exists in this account, and the base URL of the credential.',
	405: 'Check the base URL of the credential.',
	408: 'Try again later.',
	409: 'Read the current state first, then try again.',
	412: 'Check that the channel, customer and attendant are as this operation needs them.',
	413: 'Send less at once.',
	422: 'Check the fields of this operation.',
	429: 'Wait a little and try again, or raise Max Retry Time in the credential.',
};

/** The next step for a status, in plain words. @param status an HTTP status */
export function statusHint(status: number): string {
	if (status >= 300 && status < 400) return STATUS_HINTS[405];
	return (
		STATUS_HINTS[status] ??
		(status >= 500 ? 'The fault is at the vendor: try again later.' : STATUS_HINTS[400])
	);
}

const atItem = (errorContext: ErrorContext) =>
	errorContext.itemIndex === undefined ? '' : ` [item ${errorContext.itemIndex}]`;

/**
 * An error for a field whose value cannot be sent.
 *
 * @param field the field's display name
 * @param problem completes "<field> …", e.g. `must be a whole number`
 */
export function createFieldError(
	errorContext: ErrorContext,
	field: string,
	problem: string,
): NodeOperationError {
	return new NodeOperationError(errorContext.node, `${field} ${problem}${atItem(errorContext)}`, {
		itemIndex: errorContext.itemIndex,
		description: `Nothing was sent for this item. Correct ${field}, or the expression in it.`,
	});
}

/**
 * An error about a response, or about a missing one. Under Continue on Fail n8n keeps only the message, so the message
 * says everything.
 *
 * @param message what happened, in the vendor's words if there are any
 * @param status the HTTP status; undefined if there was no response
 * @param hint what to do next
 * @param description what the request was
 */
export function createApiError(
	errorContext: ErrorContext,
	vendor: Vendor,
	{
		message,
		status,
		hint,
		description,
	}: { message: string; status?: number; hint?: string; description?: string },
): NodeApiError {
	const text = redact(message, errorContext.redacted)
		.trim()
		.replace(/[.\s]+$/, '');
	const code = status === undefined ? '' : ` (HTTP ${status})`;
	const step = hint ?? statusHint(status ?? 500);
	return new NodeApiError(
		errorContext.node,
		{},
		{
			message: `${vendor.name}: ${text}${code}. ${step}${atItem(errorContext)}`,
			description,
			httpCode: status === undefined ? undefined : String(status),
			itemIndex: errorContext.itemIndex,
		},
	);
}
