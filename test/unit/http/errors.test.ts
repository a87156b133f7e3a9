import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import {
	createApiError,
	createFieldError,
	errorNode,
	statusHint,
	toShownWords,
} from '../../../nodes/shared/http/errors';
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

	test('says what follows after the words, however long they are', () => {
		const error = createApiError({ node }, plainVendor, {
			message: 'x'.repeat(300_000),
			consequence: 'so it may be there',
			status: 500,
			hint: 'Look.',
		});
		expect(error.message).toBe(
			`Vendor: ${'x'.repeat(1_000)}…, so it may be there (HTTP 500). Look.`,
		);
	});

	test.each([99, 600, 400.5, 998000000000, NaN])('takes %d for no HTTP status', (status) => {
		const error = createApiError({ node }, plainVendor, { message: 'No', status });
		expect([error.message, error.httpCode]).toEqual([
			'Vendor: No. The fault is at the vendor: try again later.',
			null,
		]);
	});

	test('hides keys in the hint and the description, but takes no short code for a part of them', () => {
		const { message, description } = createApiError(
			{ node, redacted: ['a-long-secret', 'GET', '404'] },
			plainVendor,
			{
				message: 'no',
				status: 404,
				hint: 'Check a-long-secret, then GET it.',
				description: 'The request was GET /a-long-secret.',
			},
		);
		expect([message, description]).toEqual([
			'Vendor: no (HTTP 404). Check [hidden], then GET it.',
			'The request was GET /[hidden].',
		]);
	});

	test('blames the vendor if there is neither a status nor a hint', () => {
		expect(createApiError({ node }, plainVendor, { message: 'No. ' }).message).toBe(
			'Vendor: No. The fault is at the vendor: try again later.',
		);
	});
});

describe('toShownWords', () => {
	test.each([
		['  It is. Not. ..\n', 'It is. Not'],
		['...', ''],
		['x'.repeat(1_000), 'x'.repeat(1_000)],
		['x'.repeat(1_001), `${'x'.repeat(1_000)}…`],
		[`${'x'.repeat(990)} sk_live_0123456789`, `${'x'.repeat(990)} [hidden]`],
		[`${'x'.repeat(998)} sk_live_0123456789`, `${'x'.repeat(998)} […`],
	])('of %j', (words, shown) => {
		expect(toShownWords(words, { redacted: ['sk_live_0123456789'] })).toBe(shown);
	});

	test.each([' ', '.', '. ', '[', '\n'])('takes no longer than its input for many %j', (pump) => {
		const begin = performance.now();
		toShownWords(`${pump.repeat(1_000_000)}x`, {});
		expect(performance.now() - begin).toBeLessThan(200);
	});
});

test('an error names its node, but has nothing that the user entered in it', () => {
	const entered = {
		...node,
		parameters: { message: 'Dear Nodira' },
		notes: 'Dear Nodira',
		credentials: { vApi: { id: '1', name: "Nodira's account" } },
	};
	expect(errorNode(entered)).toEqual(node);
	for (const error of [
		createFieldError({ node: entered }, 'Chat', 'is empty'),
		createApiError({ node: entered }, plainVendor, { message: 'No' }),
	])
		expect(error.node).toEqual(node);
});
