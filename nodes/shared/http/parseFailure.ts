import type { IDataObject } from 'n8n-workflow';

import type { ApiFailure, HttpResponse, Vendor } from '../types';
import { cutText, redact } from './redact';
import type { RedactedValues } from './redact';

/** How much is shown of a page's title, or of a text that is no page, in characters. */
const MAX_EXCERPT_LENGTH = 120;
/** What the text of an HTML page begins with. */
const PAGE_STARTS = ['<!doctype', '<html', '<head', '<body'];

/** The text of the first element that a pattern finds the beginning of; empty if there is none. */
function contentOf(page: string, element: RegExp): string {
	const at = page.search(element);
	if (at < 0) return '';
	const start = page.indexOf('>', at) + 1;
	const end = page.indexOf('<', start);
	return start > 0 && end >= 0 ? page.slice(start, end).trim() : '';
}

/** The title of an HTML page, which is the only part of it that helps a user. */
const titleOf = (page: string) => contentOf(page, /<title[\s>]/i) || contentOf(page, /<h1[\s>]/i);

/** The start of a text, on one line. */
const excerptOf = (text: string) => cutText(text.replace(/\s+/g, ' ').trim(), MAX_EXCERPT_LENGTH);

/** The failure in a text: a web page, or whatever a server in between returned. */
function parseTextFailure(body: string, status: number, values: RedactedValues): ApiFailure {
	const text = redact(body.trimStart(), values);
	const start = text.slice(0, MAX_EXCERPT_LENGTH).toLowerCase();
	const isPage = PAGE_STARTS.some((tag) => start.startsWith(tag));
	const title = isPage ? excerptOf(titleOf(text)) : '';
	const content = isPage
		? `a web page${title ? ` titled "${title}"` : ''}`
		: `the text "${excerptOf(text)}"`;
	return {
		message: `answered with ${content} instead of JSON`,
		...(status < 400 && {
			isOutcomeUnknown: true,
			hint: 'Check the base URL of the credential.',
		}),
	};
}

/**
 * The failure in a response: in the vendor's own form, or else in one that any server or gateway may use.
 *
 * @param values what is hidden in a text before it is cut off
 * @returns undefined if the response is a success
 */
export function parseFailure(
	vendor: Vendor,
	response: HttpResponse,
	values: RedactedValues = {},
): ApiFailure | undefined {
	const known = vendor.parseError(response);
	if (known) return known;
	if (typeof response.body === 'string' && response.body.trim() !== '')
		return parseTextFailure(response.body, response.status, values);
	const { status: bodyStatus, message, error, result } = (response.body ?? {}) as IDataObject;
	// A gateway may send its refusal with HTTP 200.
	const status =
		typeof bodyStatus === 'number' && bodyStatus >= 400 && bodyStatus < 600
			? bodyStatus
			: response.status;
	if (status >= 200 && status < 300) return undefined;
	const text = [message, error, result].find((value) => typeof value === 'string' && value !== '');
	return {
		message: (text as string | undefined) ?? 'refused the request without saying why',
		status,
	};
}
