import type { IDataObject } from 'n8n-workflow';

import type { ApiFailure, HttpResponse, Vendor } from '../types';
import { isEmpty, isObject } from '../util/objects';
import { parseCount } from '../util/text';
import { cutText, readText, redact } from './redact';
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

/** What gateways and frameworks call the parts of an error. An answer with any other key in it holds more than one. */
const ERROR_KEYS =
	/^(status|statusCode|status_code|code|success|ok|errors?|message|msg|details?|reason|title|type|path|instance|timestamp|(request|trace)_?id)$/i;

const isBareError = (body: IDataObject) => Object.keys(body).every((key) => ERROR_KEYS.test(key));

const isErrorStatus = (status: number | undefined): status is number =>
	status !== undefined && status >= 400 && status < 600;

/** The status of an error that a body names; undefined if it names none. */
function statusIn(body: IDataObject): number | undefined {
	const { status, statusCode, code, error, errors } = body;
	const named = [status, statusCode];
	if (isBareError(body)) {
		const inner = [error, errors].flat().filter(isObject);
		named.push(code, ...inner.flatMap((part) => [part.status, part.statusCode, part.code]));
	}
	return named.map(parseCount).find(isErrorStatus);
}

/** The failure in an answer with HTTP 200 that holds an error and nothing else. Nobody can tell what was done before it. */
function parseBareError(body: IDataObject): ApiFailure | undefined {
	if (!isBareError(body)) return undefined;
	const { error, errors, message, success, ok } = body;
	const reasons = [error, errors].flat().filter((reason) => !isEmpty(reason) && reason !== false);
	if (reasons.length === 0 && success !== false && ok !== false) return undefined;
	const said = reasons.flatMap((one) => (isObject(one) ? [one.message, one.detail] : [one]));
	const text = [...said, message].find((one) => typeof one === 'string' && one !== '');
	return {
		message: readText(text ?? 'said that the request failed, but not why'),
		isOutcomeUnknown: true,
	};
}

/**
 * The failure that a response tells of in its body: in the vendor's own form, or in a form of gateways, which may send
 * their refusal with HTTP 200. Then the status in the body counts.
 *
 * @returns undefined if the body tells of none
 */
export function parseBodyFailure(vendor: Vendor, response: HttpResponse): ApiFailure | undefined {
	const { status: httpStatus, body } = response;
	const isAccepted = httpStatus >= 200 && httpStatus < 300;
	const known = vendor.parseError(response);
	if (!isObject(body) || (!known && !isAccepted)) return known;
	const failure = known ?? parseBareError(body);
	const status = isErrorStatus(failure?.status ?? httpStatus) ? undefined : statusIn(body);
	if (status === undefined) return failure;
	const { message, error, result } = body;
	const text = [failure?.message, message, error, result].find(
		(value) => typeof value === 'string' && value !== '',
	);
	return { message: readText(text ?? 'refused the request without saying why'), status };
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
	const known = parseBodyFailure(vendor, response);
	if (known) return known;
	const { status, body } = response;
	if (typeof body === 'string' && body.trim() !== '') return parseTextFailure(body, status, values);
	if (status >= 200 && status < 300) return undefined;
	const { message, error, result } = (body ?? {}) as IDataObject;
	const text = [message, error, result].find((value) => typeof value === 'string' && value !== '');
	return {
		message: (text as string | undefined) ?? 'refused the request without saying why',
		status,
	};
}
