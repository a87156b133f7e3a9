import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { createApiError, createFieldError, statusHint } from '../../../nodes/shared/http/errors';
import { plainNode as node, plainVendor } from '../../support/fakeVendor';

describe('statusHint', () => {
	const fields = 'Check the fields of this operation.';
	const vendor = 'The fault is at the vendor: try again later.';
	const base = 'Check the base URL of the credential.';
	test.each([
		[200, fields],
		[299, fields],
		[300, base],
		[302, base],
		[399, base],
		[400, fields],
		[401, 'Check the credential, and renew its key if it was changed.'],
		[403, 'Check that the account of this credential may do this.'],
		[404, 'Check that the ID exists in this account, and the base URL of the credential.'],
		[405, base],
		[408, 'Try again later.'],
		[409, 'Read the current state first, then try again.'],
		[412, 'Check that the channel, customer and attendant are as this operation needs them.'],
		[413, 'Send less at once.'],
		[418, fields],
		[422, fields],
		[429, 'Wait a little and try again, or raise Max Retry Time in the credential.'],
		[499, fields],
		[500, vendor],
		[503, vendor],
	])('says what to do after %i', (status, hint) => {
		expect(statusHint(status)).toBe(hint);
	});

	test('has a sentence for every status', () => {
		for (let status = 100; status < 600; status += 1)
			expect(statusHint(status)).toMatch(/^[A-Z].+\.$/);
	});
});

describe('createFieldError', () => {
	test('names the field and the item', () => {
		const error = createFieldError({ node, itemIndex: 0 }, 'Chat', 'must be a text');
		expect(error).toBeInstanceOf(NodeOperationError);
		expect([error.message, error.description, error.context.itemIndex]).toEqual([
			'Chat must be a text [item 0]',
			'Nothing was sent for this item. Correct Chat, or the expression in it.',
			0,
		]);
	});

	test('names no item outside a run', () => {
		expect(createFieldError({ node }, 'Chat', 'is empty').message).toBe('Chat is empty');
	});
});

describe('createApiError', () => {
	test('says what happened, the status, what to do next and the item', () => {
		const error = createApiError({ node, itemIndex: 3, redacted: ['a long secret'] }, plainVendor, {
			message: ' no a long secret. .. ',
			status: 404,
			description: 'About it.',
		});
		expect(error).toBeInstanceOf(NodeApiError);
		expect([error.message, error.description, error.httpCode, error.context.itemIndex]).toEqual([
			'Vendor: no [hidden] (HTTP 404). Check that the ID exists in this account, and the base URL of the credential. [item 3]',
			'About it.',
			'404',
			3,
		]);
	});

	test('prefers its own hint, and has no code without a status', () => {
		const error = createApiError({ node }, plainVendor, {
			message: 'No. One. here',
			hint: 'Wait.',
		});
		expect([error.message, error.httpCode]).toEqual(['Vendor: No. One. here. Wait.', null]);
	});

	test('blames the vendor if there is neither a status nor a hint', () => {
		expect(createApiError({ node }, plainVendor, { message: 'No. ' }).message).toBe(
			'Vendor: No. The fault is at the vendor: try again later.',
		);
	});
});
