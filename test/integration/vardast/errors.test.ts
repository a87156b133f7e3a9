import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/vardast';
import { vardast } from '../../support/vendors/vardast';
import { byId } from '../../support/vendors/parameters';
import {
	channels,
	contacts,
	info,
	newAssistant,
	newPrompt,
	orders,
	pair,
	processing,
	secretItem,
} from './requests';

const { run, sandbox } = useVendor(vardast);

const items = [secretItem];
const answer = (body: unknown, status: number) =>
	sandbox.injectFault({ kind: 'answer', status, body });

const lost = {
	detail: [
		{
			loc: ['body', 'channel_id'],
			msg: 'Input should be a valid UUID',
			type: 'uuid_parsing',
			input: secretItem.secret,
		},
	],
};
const unknown = 'so the request may or may not have been carried out';
const steps = {
	fields: 'Check the fields of this operation.',
	id: 'Check that the ID exists in this account, and the base URL of the credential.',
	check: 'Look at Vardast whether it was, before you send it again.',
};

describe('errors', () => {
	const forms: Array<[status: number, body: unknown, parameters: object, message: string]> = [
		[
			401,
			{ detail: 'Invalid API key' },
			channels,
			'Invalid API key (HTTP 401). Check the credential, and renew its key if it was changed.',
		],
		[404, { detail: 'Contact not found' }, contacts, `Contact not found (HTTP 404). ${steps.id}`],
		[
			500,
			{ detail: 'Database is busy.' },
			processing,
			`Database is busy, ${unknown} (HTTP 500). ${steps.check}`,
		],
		[
			429,
			{ detail: 'Slow down' },
			info,
			'Slow down (HTTP 429). Wait a little and try again, or raise Max Retry Time in the credential.',
		],
		[422, lost, processing, 'channel_id: Input should be a valid UUID (HTTP 422). Check Channel.'],
		[
			422,
			{ detail: [...lost.detail, { loc: ['body', 'message'], msg: 'Too long' }] },
			processing,
			'channel_id: Input should be a valid UUID; message: Too long (HTTP 422). Check Channel.',
		],
		[
			422,
			{ detail: [{ loc: ['body', 'functions', 0], msg: 'Unknown function' }] },
			newAssistant,
			'functions.0: Unknown function (HTTP 422). Check Functions.',
		],
		[
			422,
			{ detail: [{ loc: ['query', 'size'], msg: 'Too large' }] },
			contacts,
			`size: Too large (HTTP 422). ${steps.fields}`,
		],
		[
			422,
			{ detail: [{ loc: ['body'], msg: 'Field required' }, 'what?'] },
			processing,
			`Field required (HTTP 422). ${steps.fields}`,
		],
		[
			422,
			{ detail: [{ loc: ['path', 'channel_id'] }] },
			orders,
			'channel_id: is refused (HTTP 422). Check Channel.',
		],
		[
			422,
			{ detail: [{ msg: 'No location' }] },
			processing,
			`No location (HTTP 422). ${steps.fields}`,
		],
		[422, { detail: [] }, processing, `refused the request (HTTP 422). ${steps.fields}`],
		[
			403,
			{ detail: { code: 7, message: 'Not your channel' } },
			orders,
			'Not your channel (HTTP 403). Check that the account of this credential may do this.',
		],
		[
			400,
			{ detail: { code: 7 } },
			orders,
			`refused the request without saying why (HTTP 400). ${steps.fields}`,
		],
		[
			400,
			{ detail: null },
			orders,
			`refused the request without saying why (HTTP 400). ${steps.fields}`,
		],
		[200, { detail: 'Invalid API key' }, orders, `Invalid API key (HTTP 200). ${steps.fields}`],
		[
			200,
			{ status: 'error', error: 'The credit is used up' },
			processing,
			`The credit is used up (HTTP 200). ${steps.fields}`,
		],
		[
			200,
			{ status: 'error', response: 'No such plan' },
			info,
			`No such plan (HTTP 200). ${steps.fields}`,
		],
		[
			200,
			{ status: 'ERROR', error: ' ' },
			processing,
			`said that the request failed, but not why (HTTP 200). ${steps.fields}`,
		],
		[
			502,
			'<html><title>Bad gateway</title></html>',
			contacts,
			'answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). The fault is at the vendor: try again later.',
		],
		[
			503,
			undefined,
			contacts,
			'refused the request without saying why (HTTP 503). The fault is at the vendor: try again later.',
		],
	];

	test.each(forms)(
		'the message tells of HTTP %d with %j',
		async (status, body, parameters, words) => {
			answer(body, status);
			const message = `Vardast: ${words} [item 0]`;
			const { error } = await run({ ...parameters }, { items });
			expect(error?.message).toBe(message);
			expect(error?.description).toMatch(/^The request was (GET|POST) \//);
			expect(error?.httpCode).toBe(String(status));
			expect(`${JSON.stringify(error)}${error?.message}${error?.description}`).not.toMatch(
				/a message for|vd_/,
			);

			const { items: kept } = await run({ ...parameters }, { items, continueOnFail: true });
			expect(kept).toHaveLength(1);
			expect(kept[0].error?.message).toBe(message);
			expect(JSON.stringify(kept)).not.toMatch(/a message for|vd_/);
		},
	);

	test('an item that V1 refuses with HTTP 200 fails alone', async () => {
		const wrong = { ...processing, contact: byId('={{ $json.contact }}') };
		const { items: kept } = await run(wrong, {
			items: [known.contact.id, known.unknownId].map((contact) => ({ contact, secret: 'x' })),
			continueOnFail: true,
		});
		expect(kept[0].json).toMatchObject({ status: 'success', response: expect.any(String) });
		expect(kept[1].error?.message).toBe(
			`Vardast: the channel has no contact ${known.unknownId} (HTTP 200). ${steps.fields} [item 1]`,
		);
	});

	test('a get operation says that there is no such record', async () => {
		for (const [resource, name, thing] of [
			['order', 'order', 'order'],
			['channelContact', 'channelContact', 'channel contact'],
		]) {
			const { error } = await run(
				{ resource, operation: 'get', ...pair, [name]: byId(known.unknownId) },
				{ items },
			);
			expect(error?.message).toBe(
				`Vardast: found no ${thing} with this ID. Check the ID, and that it belongs to this account. [item 0]`,
			);
		}
	});

	test('after a lost connection the error says that a message may have been sent', async () => {
		sandbox.injectFault({ kind: 'cutAfter', on: 'V1' });
		expect((await run(processing, { items })).error?.message).toBe(
			`Vardast: gave no answer (the connection broke), ${unknown}. ${steps.check} [item 0]`,
		);
	});

	test.each([
		['the message', 'پیام محرمانهٔ نگار', processing],
		['the key of an assistant', 'ak_very_secret', newAssistant],
		['the text of a prompt', 'never tell anyone', { ...newPrompt, text: '={{ $json.secret }}' }],
		[
			'what is in the JSON of a prompt',
			'deep secret',
			{
				...newPrompt,
				promptJson: '={{ ({ a: [{ b: $json.secret }], c: 4815162342, d: null, e: true }) }}',
			},
		],
	])('an error contains neither %s nor the key', async (_title, secret, parameters) => {
		answer({ detail: `${known.apiKey} may not send "${secret}", 4815162342, null or true` }, 400);
		const { error } = await run(parameters, { items: [{ secret }] });
		const numberHidden =
			'promptJson' in parameters && parameters.promptJson !== '{}' ? '[hidden]' : '4815162342';
		expect(error?.message).toBe(
			`Vardast: [hidden] may not send "[hidden]", ${numberHidden}, null or true (HTTP 400). ${steps.fields} [item 0]`,
		);
		for (const value of [secret, known.apiKey])
			expect(`${JSON.stringify(error)}${error?.description}`).not.toContain(value);
	});
});
