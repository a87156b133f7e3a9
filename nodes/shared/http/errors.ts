import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { Vendor } from '../types';
import { cutText, redact } from './redact';
import type { RedactedValues } from './redact';

/** Where an error belongs, and what is hidden in it. */
export interface ErrorContext extends RedactedValues {
	node: INode;
	/** Undefined outside a run, e.g. in a pick list. */
	itemIndex?: number;
}

/** How much of a vendor's words an error shows, in characters. n8n stores an error several times. */
const MAX_WORDS_LENGTH = 1_000;
/** Shorter secrets, such as codes, can be part of a sentence of this package by chance. */
const MIN_KEY_LENGTH = 8;

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

/**
 * The node as an error names it. n8n stores an error with its node, hands both to the Error Workflow, and may log them, so
 * the parameters, which can be messages to customers, are left out. n8n reads no more of it than this (n8n 2.41.1).
 */
export const errorNode = ({ id, name, type, typeVersion, position }: INode): INode => ({
	id,
	name,
	type,
	typeVersion,
	position,
	parameters: {},
});

/** A text without the full stops and blanks at its end. */
function trimFinalStops(text: string): string {
	let end = text.length;
	while (end > 0 && /[.\s]/.test(text[end - 1])) end -= 1;
	return text.slice(0, end);
}

/**
 * A vendor's words as an error shows them: without what must not be shown, and not too long. They are hidden first: of a
 * value that is cut off, a part would remain.
 *
 * @param words as they were received
 */
export const toShownWords = (words: string, values: RedactedValues): string =>
	cutText(trimFinalStops(redact(words, values).trim()), MAX_WORDS_LENGTH);

/** A sentence of this package, in which no key may stand either, e.g. where one was entered as an ID. */
const withoutSecrets = (sentence: string | undefined, { redacted }: RedactedValues) =>
	sentence === undefined
		? undefined
		: redact(sentence, { redacted: redacted?.filter((value) => value.length >= MIN_KEY_LENGTH) });

const isHttpStatus = (status: number | undefined): status is number =>
	Number.isInteger(status) && (status as number) >= 100 && (status as number) < 600;

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
	return new NodeOperationError(
		errorNode(errorContext.node),
		`${field} ${problem}${atItem(errorContext)}`,
		{
			itemIndex: errorContext.itemIndex,
			description: `Nothing was sent for this item. Correct ${field}, or the expression in it.`,
		},
	);
}

/** What an error about a request is made of. */
interface ApiErrorParts {
	/** What happened, in the vendor's words as they were received, if there are any. */
	message: string;
	/** What follows from it, in this package's words, after a comma. */
	consequence?: string;
	/** The HTTP status; undefined if there was no response. */
	status?: number;
	/** What to do next. */
	hint?: string;
	/** What the request was. */
	description?: string;
}

/**
 * An error about a response, or about a missing one. Under Continue on Fail n8n keeps only the message, so the message
 * says everything.
 */
export function createApiError(
	errorContext: ErrorContext,
	vendor: Vendor,
	{ message, consequence, status, hint, description }: ApiErrorParts,
): NodeApiError {
	const words = toShownWords(message, errorContext) + (consequence ? `, ${consequence}` : '');
	const known = isHttpStatus(status) ? status : undefined;
	const code = known === undefined ? '' : ` (HTTP ${known})`;
	const step = withoutSecrets(hint, errorContext) ?? statusHint(known ?? 500);
	return new NodeApiError(
		errorNode(errorContext.node),
		{},
		{
			message: `${vendor.name}: ${words}${code}. ${step}${atItem(errorContext)}`,
			description: withoutSecrets(description, errorContext),
			httpCode: known === undefined ? undefined : String(known),
			itemIndex: errorContext.itemIndex,
		},
	);
}
