import type { IDataObject } from 'n8n-workflow';

import type { ApiFailure, HttpResponse, Vendor } from '../types';

/** The title of an HTML page, which is the only part of it that helps a user. */
function titleOf(page: string): string {
	const title =
		/<title[^>]*>([^<]*)<\/title>/i.exec(page)?.[1] ??
		/<h1[^>]*>([^<]*)<\/h1>/i.exec(page)?.[1] ??
		'';
	return title.replace(/\s+/g, ' ').trim().slice(0, 120);
}

/** The failure in a text: a web page, or whatever a server in between returned. */
function parseTextFailure(text: string, status: number): ApiFailure {
	const isPage = /^\s*(<!doctype|<html|<head|<body)/i.test(text);
	const title = isPage ? titleOf(text) : '';
	const start = text.replace(/\s+/g, ' ').trim().slice(0, 120);
	const content = isPage ? `a web page${title ? ` titled "${title}"` : ''}` : `the text "${start}"`;
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
 * @returns undefined if the response is a success
 */
export function parseFailure(vendor: Vendor, response: HttpResponse): ApiFailure | undefined {
	const known = vendor.parseError(response);
	if (known) return known;
	if (typeof response.body === 'string' && response.body.trim() !== '')
		return parseTextFailure(response.body, response.status);
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
