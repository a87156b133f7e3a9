import type { Fault } from '../sandbox/types';

/** Something that goes wrong between a node and its vendor; it is tried with every operation. */
export interface MatrixFault {
	name: string;
	/** The fault of the sandbox. */
	fault: Fault;
	/** n8n's own options of the request. */
	requestOptions?: { timeout: number };
}

const htmlPage = '<!DOCTYPE html><html><head><title>Bad gateway</title></head></html>';

/** A vendor that answers 429 once, with this `Retry-After`. */
const retryAfter = (value: string): Fault => ({
	kind: 'refuse',
	status: 429,
	times: 1,
	headers: { 'retry-after': value },
});

/** A vendor that acts on a request and answers something else all the same. */
const answerAfter = (status: number, body: string): Fault => ({
	kind: 'answerAfter',
	status,
	times: 1,
	body,
});

export const faults: MatrixFault[] = [
	{ name: '401 once', fault: { kind: 'refuse', status: 401, times: 1 } },
	{ name: '401 for ever', fault: { kind: 'refuse', status: 401 } },
	{ name: '403', fault: { kind: 'refuse', status: 403, times: 1 } },
	{ name: '429 once', fault: { kind: 'refuse', status: 429, times: 1 } },
	{ name: '429, Retry-After seconds', fault: { ...retryAfter('0.2'), times: 2 } },
	{ name: '429, Retry-After date', fault: retryAfter(new Date(0).toUTCString()) },
	{ name: '429, Retry-After an hour', fault: retryAfter('3600') },
	{ name: '500 after it was done', fault: answerAfter(500, '') },
	{ name: '502 before', fault: { kind: 'answer', status: 502, times: 1, body: htmlPage } },
	{ name: '502 after it was done', fault: answerAfter(502, htmlPage) },
	{
		name: '503',
		fault: { kind: 'answer', status: 503, times: 1, headers: { 'retry-after': '0' } },
	},
	{ name: '504 after it was done', fault: answerAfter(504, 'upstream timeout') },
	{ name: 'cut before', fault: { kind: 'cutBefore', times: 1 } },
	{ name: 'cut after it was done', fault: { kind: 'cutAfter', times: 1 } },
	{ name: 'cut in mid-answer', fault: { kind: 'cutMiddle', times: 1 } },
	{
		name: 'no answer in time',
		fault: { kind: 'slow', delay: 400, times: 1 },
		requestOptions: { timeout: 80 },
	},
	{ name: 'a page under 200', fault: answerAfter(200, htmlPage) },
	{ name: 'half a JSON', fault: answerAfter(200, '{"status": "suc') },
	{
		name: 'body status unlike HTTP',
		fault: {
			kind: 'answer',
			status: 200,
			times: 1,
			body: { status: 412, result: 'Precondition Failed.' },
		},
	},
];
