import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { Vendor } from '../types';

/** Who an error is shown to: the node, the item it is about, and what must not stand in it. */
export interface ErrorContext {
	node: INode;
	/** Undefined outside a run, e.g. in a pick list. */
	itemIndex?: number;
	/** Values to take out of any text, wherever they come from. */
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

/** Takes every hidden value out of a text. Short values would take letters out of ordinary words, so they must stand alone. */
export function redact(text: string, redacted: readonly string[] = []): string {
	let result = text;
	// A vendor may quote what it was sent as JSON.
	const forms = new Set(redacted.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
	for (const value of [...forms].sort((a, b) => b.length - a.length)) {
		if (value.length >= 6) {
			result = result.split(value).join('[hidden]');
		} else if (value !== '') {
			const alone = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
			result = result.replace(
				new RegExp(`(?<![\\p{L}\\p{N}])${alone}(?![\\p{L}\\p{N}])`, 'gu'),
				'[hidden]',
			);
		}
	}
	return result;
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
 * An error about what a vendor answered, or did not answer. Under Continue on Fail n8n keeps the message alone, so the
 * message says it all.
 *
 * @param message what happened, in the vendor's words where it has any
 * @param status the HTTP status, undefined where there was no answer
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
	const said = redact(message, errorContext.redacted)
		.trim()
		.replace(/[.\s]+$/, '');
	const code = status === undefined ? '' : ` (HTTP ${status})`;
	const step = hint ?? statusHint(status ?? 500);
	return new NodeApiError(
		errorContext.node,
		{},
		{
			message: `${vendor.name}: ${said}${code}. ${step}${atItem(errorContext)}`,
			description,
			httpCode: status === undefined ? undefined : String(status),
			itemIndex: errorContext.itemIndex,
		},
	);
}
