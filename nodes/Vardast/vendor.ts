import type { IDataObject } from 'n8n-workflow';

import { readText } from '../shared/http/redact';
import { failureWords, leavesOutcomeOpen, saysFailure } from '../shared/http/failureFlags';
import { unknownForm } from '../shared/http/unknownForm';
import type { ApiFailure, HttpResponse, Vendor } from '../shared/types';
import { isEmpty, isObject } from '../shared/util/objects';

/** How many refused values of a request are read. */
const MAX_REFUSALS = 20;
/** How many keys of the path of a refused value are read. */
const MAX_PATH_LENGTH = 10;

const isText = (value: unknown): value is string =>
	typeof value === 'string' && value.trim() !== '';

/** The path of a refused value, without the part of the request: `functions`, `0` for `["body", "functions", 0]`. */
function fieldPathOf(loc: unknown): string[] {
	return Array.isArray(loc) ? loc.slice(1, MAX_PATH_LENGTH).map(readText) : [];
}

/** A failed validation: each path that was refused, and why. The values that were refused are never shown. */
function refusedValues(detail: unknown[], status: number): ApiFailure {
	const refusals = detail
		.slice(0, MAX_REFUSALS)
		.filter(isObject)
		.map(({ loc, msg }) => ({
			path: fieldPathOf(loc),
			msg: isText(msg) ? readText(msg) : 'is refused',
		}));
	const message = refusals
		.map(({ path, msg }) => (path.length > 0 ? `${path.join('.')}: ${msg}` : msg))
		.join('; ');
	return {
		message: message || 'refused the request',
		status,
		field: refusals.find(({ path }) => path.length > 0)?.path[0],
	};
}

/**
 * `{"detail": "…"}`, or a list in it when a validation failed; and `{"status": "error", "error": "…"}`, which V1
 * returns with HTTP 200. A status that is not "success" is an error.
 */
function parseError({ status, body }: HttpResponse): ApiFailure | undefined {
	if (!isObject(body)) {
		const isForm = isEmpty(body) || typeof body === 'string' || Array.isArray(body);
		return isForm || status >= 300 ? undefined : unknownForm();
	}
	const { detail } = body;
	if (detail !== undefined && (status >= 400 || Object.keys(body).length === 1)) {
		if (Array.isArray(detail)) return refusedValues(detail, status);
		const message = isObject(detail)
			? [detail.message, detail.msg, detail.error].find(isText)
			: detail;
		return {
			message: isText(message) ? message : 'refused the request without saying why',
			status,
		};
	}
	const isRefused = 'status' in body && String(body.status).trim().toLowerCase() !== 'success';
	if (isRefused || saysFailure(body)) {
		return {
			message: failureWords(body) ?? 'said that the request failed, but not why',
			status,
			isOutcomeUnknown: leavesOutcomeOpen(body),
		};
	}
	return undefined;
}

/** Opens `{"items": […]}` and `{"status", "response"}`. Some lists come without an envelope, as do prompts and V1. */
function unwrap(body: IDataObject, key: string | undefined): unknown {
	if (key !== undefined && key in body) return body[key];
	return Object.keys(body).length === 0 ? undefined : body;
}

/** Vardast: AI assistants for shops on Instagram, Telegram and Bale. */
export const vardast: Vendor = {
	name: 'Vardast',
	credential: 'vardastApi',
	defaultBaseUrl: 'https://apigw.vardast.chat/uaa/public',
	requiredFields: [
		{ name: 'apiKey', displayName: 'API Key' },
		{ name: 'baseUrl', displayName: 'Base URL' },
	],
	secretFields: ['apiKey'],
	secretKeys: ['api_key'],
	sensitiveKeys: ['message', 'text', 'prompt_json'],
	parseError,
	unwrap,
};
