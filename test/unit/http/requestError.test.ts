import type { NodeApiError } from 'n8n-workflow';

import {
	createCancelledError,
	isOutcomeUnknown,
	toRequestError,
} from '../../../nodes/shared/http/requestError';
import type { HttpFailure } from '../../../nodes/shared/http/transport';
import type { ApiFailure, Vendor } from '../../../nodes/shared/types';
import { createFakeVendor } from '../../support/fakeVendor';
import type { FakeRequest } from '../../support/fakeVendor';

const rejected = (status: number, failure: ApiFailure): HttpFailure => ({
	kind: 'rejected',
	failure,
	status,
	headers: {},
});
const noResponse = (neverSent: boolean): HttpFailure => ({
	kind: 'noResponse',
	reason: 'the connection broke',
	neverSent,
});

async function errorOf(
	result: HttpFailure,
	request: FakeRequest = {},
	vendor: Partial<Vendor> = {},
): Promise<NodeApiError> {
	return toRequestError(await createFakeVendor([], { vendor }).prepare(request), result);
}

describe('toRequestError', () => {
	const unknown = 'so the request may or may not have been carried out';
	const check = 'Look at Vendor whether it was, before you send it again. [item 2]';
	const unreachable =
		'Vendor: could not be reached: the connection broke. Check the base URL in the credential and the connection, then try again. [item 2]';
	const fields = 'Check the fields of this operation. [item 2]';
	const atVendor = 'The fault is at the vendor: try again later. [item 2]';

	test.each<[name: string, HttpFailure, read: string, write: string, isWriteUnknown: boolean]>([
		[
			'no response',
			noResponse(false),
			unreachable,
			`Vendor: gave no answer (the connection broke), ${unknown}. ${check}`,
			true,
		],
		['no connection', noResponse(true), unreachable, unreachable, false],
		[
			'499',
			rejected(499, { message: 'Oh' }),
			`Vendor: Oh (HTTP 499). ${fields}`,
			`Vendor: Oh (HTTP 499). ${fields}`,
			false,
		],
		[
			'500',
			rejected(500, { message: 'Oh... ' }),
			`Vendor: Oh (HTTP 500). ${atVendor}`,
			`Vendor: Oh, ${unknown} (HTTP 500). ${check}`,
			true,
		],
		[
			'a web page of a success',
			rejected(200, { message: 'Page', isOutcomeUnknown: true, hint: 'Check it.' }),
			'Vendor: Page (HTTP 200). Check it. [item 2]',
			`Vendor: Page, ${unknown} (HTTP 200). ${check}`,
			true,
		],
	])('explains %s', async (_name, result, read, write, isWriteUnknown) => {
		const ofRead = await errorOf(result);
		const ofWrite = await errorOf(result, { isRead: false });
		expect([ofRead.message, isOutcomeUnknown(ofRead)]).toEqual([read, false]);
		expect([ofWrite.message, isOutcomeUnknown(ofWrite)]).toEqual([write, isWriteUnknown]);
		for (const { description } of [ofRead, ofWrite])
			expect(description).toBe('The request was GET /x.');
	});

	test('names the field that the vendor rejects', async () => {
		const failure = rejected(400, { message: 'Bad', field: 'f' });
		const fieldName = (name: string) => (name === 'f' ? 'The field' : undefined);
		expect((await errorOf(failure, { fieldName })).message).toBe(
			'Vendor: Bad (HTTP 400). Check The field. [item 2]',
		);
		expect((await errorOf(failure)).message).toBe(`Vendor: Bad (HTTP 400). ${fields}`);
		expect((await errorOf(failure, { fieldName: () => undefined })).message).toBe(
			`Vendor: Bad (HTTP 400). ${fields}`,
		);
	});

	test('reads no name of a field if the vendor names no field', async () => {
		const fieldName = jest.fn(() => 'No field');
		const error = await errorOf(rejected(400, { message: 'Bad' }), { fieldName });
		expect(error.message).toBe(`Vendor: Bad (HTTP 400). ${fields}`);
		expect(fieldName).not.toHaveBeenCalled();
	});

	test("prefers the vendor's own hint", async () => {
		const failure = rejected(400, { message: 'Bad', field: 'f', hint: 'Wait.' });
		expect((await errorOf(failure, { fieldName: () => 'The field' })).message).toBe(
			'Vendor: Bad (HTTP 400). Wait. [item 2]',
		);
	});

	test.each([
		['chan message', 'The request was POST /y (chan message).'],
		['', 'The request was POST /y.'],
	])('describes the request as the vendor does: %j', async (name, expected) => {
		const describeRequest = jest.fn(() => name);
		const options = { method: 'POST', url: '/y' } as const;
		const error = await errorOf(noResponse(false), { options, isRead: false }, { describeRequest });
		expect(error.description).toBe(expected);
		expect(describeRequest).toHaveBeenCalledWith(options);
	});
});

test('createCancelledError says that nothing was sent', async () => {
	const error = createCancelledError(await createFakeVendor([]).prepare());
	expect(error.message).toBe(
		'Vendor: the execution was cancelled. Nothing was sent for this item. [item 2]',
	);
	expect(isOutcomeUnknown(error)).toBe(false);
});
