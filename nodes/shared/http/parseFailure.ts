import type { IDataObject } from 'n8n-workflow';

import type { ApiFailure, HttpResponse, Vendor } from '../types';

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
			...(answer.status < 400 && {
				isOutcomeUnknown: true,
				hint: 'Check the base URL of the credential.',
			}),
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
