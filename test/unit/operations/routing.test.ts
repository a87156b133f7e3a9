import { NodeOperationError } from 'n8n-workflow';
import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
} from 'n8n-workflow';

import { body, path, query } from '../../../nodes/shared/operations/requestBuilder';
import {
	createRoutingHook,
	paginationHook,
	toRouting,
} from '../../../nodes/shared/operations/routing';
import { response } from '../../support/fakeVendor';
import {
	aField,
	anOperation,
	createOperationRun,
	refusingVendor,
} from '../../support/operationRun';

describe('toRouting', () => {
	test.each([
		[
			'a query parameter',
			query('a.b'),
			{ type: 'query', property: 'a.b', propertyInDotNotation: false },
		],
		[
			'a key of the body',
			body('a.b'),
			{ type: 'body', property: 'a.b', propertyInDotNotation: true },
		],
		[
			'a segment of the path as a query parameter',
			path('id'),
			{ type: 'query', property: '{id}', propertyInDotNotation: false },
		],
	])('declares %s', (_name, sendIn, send) => {
		expect(toRouting(aField('f', { sendIn }))).toEqual({ send });
	});

	test('declares nothing of a field that is not sent', () => {
		expect(toRouting(aField('f'))).toBeUndefined();
	});
});

describe('paginationHook', () => {
	const operation = anOperation({
		request: { method: 'POST', url: '/things/{id}' },
		isRead: true,
		fields: [
			aField('id', { sendIn: path('id') }),
			aField('flag', { type: 'boolean', sendIn: body('flag') }),
		],
	});

	/** Calls the hook as n8n's routing does. @param options the request as routing has made it */
	async function route(options: IDataObject, parameters: IDataObject) {
		const { sent, contextOf } = createOperationRun({
			parameters,
			respond: () => response(200, { a: 1 }),
		});
		const context: IExecutePaginationFunctions = contextOf(3);
		const items = await paginationHook(refusingVendor, operation).call(context, {
			options,
		} as unknown as DeclarativeRestApiSettings.ResultOptions);
		return { sent, items };
	}

	test("makes the request anew and takes n8n's own options over", async () => {
		const network = {
			timeout: 7,
			skipSslCertificateValidation: true,
			proxy: { host: 'p', port: 1 },
		};
		const routed = {
			...network,
			url: '/things/{id}',
			qs: { '{id}': 'a/b' },
			body: { flag: 'true' },
			baseURL: 'https://other.example',
		};
		const { sent, items } = await route(routed, { id: 'a/b', flag: 'true' });
		expect(items).toEqual([{ json: { a: 1 }, pairedItem: { item: 3 } }]);
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({ ...network, method: 'POST', qs: {}, body: { flag: true } });
		expect([sent[0].url, sent[0].baseURL]).toEqual([
			'https://vendor.example/things/a%2Fb',
			undefined,
		]);
	});

	test('keeps to the domains that n8n allows', async () => {
		await expect(
			route({ allowedDomains: 'elsewhere.example' }, { id: 'a', flag: true }),
		).rejects.toThrow('Vendor: the credential may not be used with the address in it');
	});

	test('passes an error without a description on', async () => {
		const hook = createRoutingHook(async (context) => {
			throw new NodeOperationError(context.getNode(), 'wrong', { itemIndex: 3 });
		});
		const context = createOperationRun({ respond: () => response(200, {}) }).contextOf(3);
		const failure = await hook
			.call(context, { options: {} } as never)
			.catch((error: unknown) => error);
		expect(failure).toMatchObject({
			name: 'NodeApiError',
			message: 'wrong',
			context: { itemIndex: 3 },
		});
	});

	test('refuses a field that cannot be sent, with its item', async () => {
		await expect(route({}, { id: '..', flag: true })).rejects.toThrow(
			'The id must be an ID, not ".." [item 3]',
		);
	});
});
