import type { IDataObject } from 'n8n-workflow';

import { unknownForm } from '../shared/http/unknownForm';
import type { ApiFailure, HttpResponse, Vendor } from '../shared/types';
import { isEmpty, isObject } from '../shared/util/objects';

const isText = (value: unknown): value is string =>
	typeof value === 'string' && value.trim() !== '';

/** Where a refused value stood, without the part of the request: `["body", "functions", 0]` gives `functions`, `0`. */
function placeOf(loc: unknown): string[] {
	return Array.isArray(loc) ? loc.slice(1).map(String) : [];
}

/** A failed validation: each place that was refused, and why. The values that were refused are never shown. */
function refusedValues(detail: unknown[], status: number): ApiFailure {
	const refusals = detail
		.filter(isObject)
		.map(({ loc, msg }) => ({ place: placeOf(loc), msg: isText(msg) ? msg : 'is refused' }));
	const words = refusals
		.map(({ place, msg }) => (place.length > 0 ? `${place.join('.')}: ${msg}` : msg))
		.join('; ');
	return {
		message: words || 'refused the request',
		status,
		field: refusals.find(({ place }) => place.length > 0)?.place[0],
	};
}

/**
 * `{"detail": "…"}`, or a list in it when a validation failed; and `{"status": "error", "error": "…"}`, which V1
 * answers under HTTP 200. A status that is not "success" is an error.
 */
function parseError({ status, body }: HttpResponse): ApiFailure | undefined {
	if (!isObject(body)) {
		const isForm = isEmpty(body) || typeof body === 'string' || Array.isArray(body);
		return isForm || status >= 300 ? undefined : unknownForm();
	}
	const { detail } = body;
	if (detail !== undefined && (status >= 400 || Object.keys(body).length === 1)) {
		if (Array.isArray(detail)) return refusedValues(detail, status);
		const words = isObject(detail)
			? [detail.message, detail.msg, detail.error].find(isText)
			: detail;
		return { message: isText(words) ? words : 'refused the request without saying why', status };
	}
	if ('status' in body && String(body.status).trim().toLowerCase() !== 'success') {
		const words = [body.error, body.message, body.response].find(isText);
		return { message: words ?? 'said that the request failed, but not why', status };
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
	secretFields: ['apiKey'],
	sensitiveKeys: ['message', 'text', 'prompt_json', 'api_key'],
	parseError,
	unwrap,
};
