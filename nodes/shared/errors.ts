import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode } from 'n8n-workflow';

import type { HttpResponse, ApiFailure, Vendor } from './vendor';

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
	429: 'Wait a little and try again, or raise Patience in the credential.',
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
export function createFieldError(errorContext: ErrorContext, field: string, problem: string): NodeOperationError {
	return new NodeOperationError(errorContext.node, `${field} ${problem}${atItem(errorContext)}`, {
		itemIndex: errorContext.itemIndex,
		description: `Nothing was sent for this item. Correct ${field}, or the expression in it.`,
	});
}

/**
 * An error about what a vendor answered, or did not answer. Under Continue on Fail n8n keeps the message alone, so the
 * message says it all.
 *
 * @param words what happened, in the vendor's words where it has any
 * @param status the HTTP status, undefined where there was no answer
 * @param next what to do next
 */
export function createApiError(
	errorContext: ErrorContext,
	vendor: Vendor,
	{ message, status, hint, description }: { message: string; status?: number; hint?: string; description?: string },
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

/** Reads the title of an HTML page, which is all that a person can use of it. */
function titleOf(page: string): string {
	const title =
		/<title[^>]*>([^<]*)<\/title>/i.exec(page)?.[1] ??
		/<h1[^>]*>([^<]*)<\/h1>/i.exec(page)?.[1] ??
		'';
	return title.replace(/\s+/g, ' ').trim().slice(0, 120);
}

/**
 * What went wrong, if anything did: the vendor's own form first, then what any server or gateway may answer.
 *
 * @param answer what came back, whatever its status
 * @returns undefined when the answer is a success
 */
export function parseFailure(vendor: Vendor, answer: HttpResponse): ApiFailure | undefined {
	const known = vendor.parseError(answer);
	if (known) return known;
	if (typeof answer.body === 'string' && answer.body.trim() !== '') {
		const page = /^\s*(<!doctype|<html|<head|<body)/i.test(answer.body);
		const title = page ? titleOf(answer.body) : '';
		const start = answer.body.replace(/\s+/g, ' ').trim().slice(0, 120);
		const what = page ? `a web page${title ? ` titled "${title}"` : ''}` : `the text "${start}"`;
		return {
			message: `answered with ${what} instead of JSON`,
			...(answer.status < 400 && { isOutcomeUnknown: true, hint: 'Check the base URL of the credential.' }),
		};
	}
	const { status: told, message, error, result } = (answer.body ?? {}) as IDataObject;
	// A gateway may put its refusal under HTTP 200.
	const status = typeof told === 'number' && told >= 400 && told < 600 ? told : answer.status;
	if (status >= 200 && status < 300) return undefined;
	const words = [message, error, result].find((value) => typeof value === 'string' && value !== '');
	return {
		message: (words as string | undefined) ?? 'refused the request without saying why',
		status,
	};
}
