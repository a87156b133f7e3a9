import type { IDataObject } from 'n8n-workflow';

import { handleWebhook, manualWebhookMethods } from '../../../nodes/shared/webhook/trigger';
import { createWebhookContext } from '../../support/fixtures/webhookContext';
import { createDefinition } from '../../support/fixtures/webhookDefinition';

const { checkExists, create, delete: remove } = manualWebhookMethods(createDefinition());

test('activation with verification requires the credential of the API', async () => {
	const parameters = { authentication: ['apiVerification'] };
	const { context } = createWebhookContext({ parameters });
	await expect(checkExists.call(context)).rejects.toMatchObject({
		message: 'The trigger: Verify With Vendor needs a Vendor API credential',
		description: 'Choose one in the node.',
	});
	const complete = createWebhookContext({ parameters, credentials: { vendorApi: {} } });
	expect(await checkExists.call(complete.context)).toBe(true);
});

test('activation without verification requires no credential of the API', async () => {
	const { context } = createWebhookContext({ parameters: { authentication: ['none'] } });
	expect(await checkExists.call(context)).toBe(true);
	expect([await create(), await remove()]).toEqual([true, true]);
});

test('an error is logged and answered with 500, and starts no execution', async () => {
	const { context, log, answer } = createWebhookContext();
	expect(await handleWebhook(context, createDefinition())).toEqual({ noWebhookResponse: true });
	expect(log).toEqual([
		'error The trigger: Authentication is empty: choose how callers are known, or None',
	]);
	expect(answer).toEqual({ status: 500, text: '' });
});

test('an error after the answer is logged, and does not answer again', async () => {
	const { context, log, answer } = createWebhookContext({
		parameters: { authentication: ['apiVerification'] },
	});
	const filter = () => (event: IDataObject) => {
		if (event.isVerified) throw new Error('the filter failed');
		return true;
	};
	const definition = createDefinition({
		read: () => ({ event: { id: 1 } }),
		filter,
		verify: async () => ({ id: 1, isVerified: true }),
	});
	expect(await handleWebhook(context, definition)).toEqual({ noWebhookResponse: true });
	expect(log).toEqual(['error The trigger: the filter failed']);
	expect(answer).toEqual({ status: 200, text: '' });
});

describe('an event without verification', () => {
	const emittedWith = async (parameters: IDataObject) => {
		const { context } = createWebhookContext({
			parameters: { authentication: ['none'], ...parameters },
			body: { raw: 1 },
		});
		const definition = createDefinition({ read: () => ({ event: { id: 1 } }) });
		return (await handleWebhook(context, definition)).workflowData;
	};

	test('is emitted without the raw body by default', async () => {
		expect(await emittedWith({})).toEqual([[{ json: { id: 1 } }]]);
	});

	test('is emitted with the raw body on request', async () => {
		expect(await emittedWith({ includeRawBody: true })).toEqual([
			[{ json: { id: 1, rawBody: { raw: 1 } } }],
		]);
	});
});

describe('an event whose verification timed out', () => {
	const emittedWith = async (parameters: IDataObject) => {
		const { context, answer } = createWebhookContext({
			parameters: { authentication: ['apiVerification'], verificationTimeout: 0, ...parameters },
			body: { id: 1 },
		});
		const definition = createDefinition({
			verify: async () => await Promise.reject(new Error('outage')),
		});
		const { workflowData } = await handleWebhook(context, definition);
		expect(answer).toEqual({ status: 200, text: '' });
		return workflowData;
	};

	test('is dropped by default', async () => {
		expect(await emittedWith({})).toBeUndefined();
		expect(await emittedWith({ onVerificationTimeout: 'drop' })).toBeUndefined();
	});

	test('is emitted as unverified on request', async () => {
		expect(await emittedWith({ onVerificationTimeout: 'emitUnverified' })).toEqual([
			[{ json: { id: 1, verified: false } }],
		]);
	});
});
