import type { IHttpRequestOptions } from 'n8n-workflow';

import { sendOnce, executeHttpRequest } from '../../../nodes/shared/http/transport';
import { createFakeVendor, networkError, plainVendor, response } from '../../support/fakeVendor';
import type { FakeResponse } from '../../support/fakeVendor';

/** A request to a vendor that gives one response. */
function requestFor(given: FakeResponse, options: Partial<IHttpRequestOptions> = {}) {
	const { itemContext: context, sent } = createFakeVendor([given]);
	const url = 'https://vendor.example/x';
	return { request: { context, vendor: plainVendor, options: { url, ...options } }, sent };
}

describe('executeHttpRequest', () => {
	test.each<[given: unknown, body: unknown]>([
		['{"id":7615917337495251230}', { id: '7615917337495251230' }],
		['null', null],
		['true', true],
		['<html>', '<html>'],
		['', ''],
		[undefined, undefined],
	])('reads the answer %j without the loss of digits', async (given, body) => {
		const { request } = requestFor({ body: given });
		expect((await executeHttpRequest(request, undefined)).body).toEqual(body);
	});

	const fixed = {
		url: 'https://vendor.example/x',
		json: true,
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};

	test('signs the request with the credential that it is given', async () => {
		const { request, sent } = requestFor(response(404, { a: 1 }, { b: '2' }), { timeout: 7 });
		const signed = jest.spyOn(request.context.helpers, 'httpRequestWithAuthentication');
		expect(await executeHttpRequest(request, { key: 'k' })).toEqual({
			status: 404,
			headers: { b: '2' },
			body: { a: 1 },
		});
		expect(sent).toEqual([{ ...fixed, timeout: 7, credential: { key: 'k' } }]);
		expect(signed.mock.contexts.map(Object.getPrototypeOf)).toEqual([request.context]);
		expect(signed.mock.calls).toEqual([
			[
				'vApi',
				{ ...fixed, timeout: 7 },
				{ credentialsDecrypted: { id: '', name: 'Vendor', type: 'vApi', data: { key: 'k' } } },
			],
		]);
	});

	test('sends the request without authentication if there is no credential', async () => {
		const { request, sent } = requestFor(response(200));
		await executeHttpRequest(request, undefined);
		expect(sent).toMatchObject([fixed]);
	});

	test('hands the cancel signal to n8n, which adds it itself only to requests with authentication', async () => {
		const { request, sent } = requestFor(response(200));
		await executeHttpRequest({ ...request, signal: AbortSignal.abort() }, undefined);
		expect(sent[0].abortSignal?.aborted).toBe(true);
	});

	test('drops the base URL of n8n and follows no redirect', async () => {
		const options = { baseURL: 'https://other.example', disableFollowRedirect: false };
		const { request, sent } = requestFor(response(200), options);
		await executeHttpRequest(request, undefined);
		expect(sent).toMatchObject([fixed]);
		expect(sent[0]).not.toHaveProperty('baseURL');
	});
});

describe('attempt', () => {
	test.each([
		[{ a: 1 }, { a: 1 }],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
	])('gives the body %j of a success as %j', async (body, expected) => {
		const { request } = requestFor({ body });
		expect(await sendOnce(request, undefined)).toEqual({ kind: 'success', body: expected });
	});

	test('gives a network error as a result', async () => {
		const { request } = requestFor(networkError('ECONNREFUSED'));
		expect(await sendOnce(request, { key: 'k' })).toEqual({
			kind: 'noResponse',
			reason: 'nothing answers at this address',
			neverSent: true,
		});
	});

	test('gives an error response as a result, with the status that counts', async () => {
		const { request, sent } = requestFor(response(200, { status: 429 }, { 'retry-after': '1' }));
		expect(await sendOnce(request, { key: 'k' })).toEqual({
			kind: 'rejected',
			failure: { message: 'refused the request without saying why', status: 429 },
			status: 429,
			headers: { 'retry-after': '1' },
		});
		expect(sent[0].credential).toEqual({ key: 'k' });
		const page = requestFor(response(502, 'Bad gateway'));
		expect(await sendOnce(page.request, undefined)).toMatchObject({
			kind: 'rejected',
			status: 502,
		});
	});
});
