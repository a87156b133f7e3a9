/** What can go wrong between a node and its vendor. Each is tried with every operation. */

import type { Fault, FaultKind } from '../sandbox/types';
import type { Sandbox } from '../sandbox/server';

export interface MatrixFault {
	name: string;
	/** told to the sandbox */
	fault?: Partial<Fault> & { kind: FaultKind };
	/** or done to it after its first answer */
	happen?: (sandbox: Sandbox) => void;
	/** fields of the credential that differ */
	credential?: any;
	/** n8n's own settings of the request */
	parameters?: any;
}

const page = '<!DOCTYPE html><html><head><title>Bad gateway</title></head></html>';

export const faults: MatrixFault[] = [
	{ name: '401 once', fault: { kind: 'refuse', status: 401, times: 1 } },
	{ name: '401 for ever', fault: { kind: 'refuse', status: 401 } },
	{ name: '403', fault: { kind: 'refuse', status: 403, times: 1 } },
	{ name: '429 once', fault: { kind: 'refuse', status: 429, times: 1 } },
	{
		name: '429, Retry-After seconds',
		fault: { kind: 'refuse', status: 429, times: 2, headers: { 'retry-after': '0.2' } },
	},
	{
		name: '429, Retry-After date',
		fault: {
			kind: 'refuse',
			status: 429,
			times: 1,
			headers: { 'retry-after': new Date(0).toUTCString() },
		},
	},
	{
		name: '429, Retry-After an hour',
		fault: { kind: 'refuse', status: 429, times: 1, headers: { 'retry-after': '3600' } },
	},
	{
		name: '500 after it was done',
		fault: { kind: 'answerAfter', status: 500, times: 1, body: '' },
	},
	{ name: '502 before', fault: { kind: 'answer', status: 502, times: 1, body: page } },
	{
		name: '502 after it was done',
		fault: { kind: 'answerAfter', status: 502, times: 1, body: page },
	},
	{
		name: '503',
		fault: { kind: 'answer', status: 503, times: 1, headers: { 'retry-after': '0' } },
	},
	{
		name: '504 after it was done',
		fault: { kind: 'answerAfter', status: 504, times: 1, body: 'upstream timeout' },
	},
	{ name: 'cut before', fault: { kind: 'cutBefore', times: 1 } },
	{ name: 'cut after it was done', fault: { kind: 'cutAfter', times: 1 } },
	{ name: 'cut in mid-answer', fault: { kind: 'cutMiddle', times: 1 } },
	{
		name: 'no answer in time',
		fault: { kind: 'slow', delay: 400, times: 1 },
		parameters: { timeout: 80 },
	},
	{ name: 'a page under 200', fault: { kind: 'answerAfter', status: 200, times: 1, body: page } },
	{
		name: 'half a JSON',
		fault: { kind: 'answerAfter', status: 200, times: 1, body: '{"status": "suc' },
	},
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
