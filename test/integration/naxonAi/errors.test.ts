import { textOfError, useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/naxonAi';
import { naxonAi } from '../../support/vendors/naxonAi';
import { byId } from '../../support/vendors/parameters';
import { get, getAll } from './requests';

const { run, sandbox } = useVendor(naxonAi);

const CREDENTIAL = 'Check the base URL and the token in the credential.';
const TOKEN = 'Check the token in the credential, and how it is sent.';
const ID = 'Check that the ID exists in this account, and the base URL of the credential.';
const FIELDS = 'Check the fields of this operation.';
const LATER = 'The fault is at the vendor: try again later.';
const SILENT = 'refused the request without saying why';
const ODD = 'answered in a form that is not documented';

// The document shows no error, so the node reads a message from any of the usual forms.
describe('errors', () => {
	test.each([
		[400, { error: 'page is too far' }, `page is too far (HTTP 400). ${FIELDS}`],
		[401, { message: 'Unauthenticated.' }, `Unauthenticated (HTTP 401). ${TOKEN}`],
		[401, undefined, `${SILENT} (HTTP 401). ${TOKEN}`],
		[403, { error: { code: 'E7', reason: 'read only' } }, `E7: read only (HTTP 403). ${TOKEN}`],
		[404, { error: '', message: null, detail: 'gone' }, `gone (HTTP 404). ${ID}`],
		[404, {}, `${SILENT} (HTTP 404). ${ID}`],
		[
			422,
			{ errors: [{ field: 'since', detail: 'is no time' }, ' '] },
			`since: is no time (HTTP 422). ${FIELDS}`,
		],
		[422, ['one', 2, 'two'], `one: two (HTTP 422). ${FIELDS}`],
		[
			429,
			{ error: 'slow down' },
			'slow down (HTTP 429). Wait a little and try again, or raise Max Retry Time in the credential.',
		],
		[500, { trace: 'x'.repeat(1_500) }, `${'x'.repeat(1_000)}… (HTTP 500). ${LATER}`],
		[
			502,
			'<html><head><title>Bad gateway</title></head></html>',
			`answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). ${LATER}`,
		],
		[
			200,
			{ error: 'this token is not known' },
			`${ODD}: this token is not known (HTTP 200). ${CREDENTIAL}`,
		],
		[200, { success: false }, `${ODD} (HTTP 200). ${CREDENTIAL}`],
		[200, [{ id: 1 }], `${ODD} (HTTP 200). ${CREDENTIAL}`],
		[200, '', `${ODD} (HTTP 200). ${CREDENTIAL}`],
		[204, undefined, `${ODD} (HTTP 204). ${CREDENTIAL}`],
		[
			200,
			'<!doctype html><title>Welcome</title>',
			'answered with a web page titled "Welcome" instead of JSON (HTTP 200). Check the base URL of the credential.',
		],
	])('the message describes HTTP %i with %j', async (status, body, words) => {
		sandbox.injectFault({ kind: 'answer', status, body });
		for (const parameters of [getAll, get]) {
			const { error, items } = await run(parameters);
			expect([error?.message, items]).toEqual([`Naxon AI: ${words} [item 0]`, []]);
			const { items: kept } = await run(parameters, { continueOnFail: true });
			expect(kept.map(({ json }) => json)).toEqual([{ error: `Naxon AI: ${words} [item 0]` }]);
		}
	});

	test('the error names the request and the item', async () => {
		const parameters = { ...get, conversation: byId('={{ $json.id }}') };
		const { error } = await run(parameters, {
			items: [{ id: known.longConversation }, { id: known.unknownId }],
		});
		expect(error?.message).toBe(
			`Naxon AI: there is nothing with the conversation_id ${known.unknownId} (HTTP 404). ${ID} [item 1]`,
		);
		expect(error?.description).toBe(`The request was GET /conversations/${known.unknownId}.`);
		expect([error?.httpCode, error?.context?.itemIndex]).toEqual(['404', 1]);
	});

	test.each(['', '\n', ' \t'])(
		'a token with trailing %j works, and no error contains it',
		async (trailing) => {
			const credential = { apiToken: `${known.token}${trailing}` };
			expect((await run(get, { credential })).error).toBeUndefined();
			sandbox.injectFault({
				kind: 'refuse',
				status: 401,
				body: `the token ${known.token} is not known`,
			});
			const { error } = await run(get, { credential });
			expect(error?.message).toBe(
				`Naxon AI: the token [hidden] is not known (HTTP 401). ${TOKEN} [item 0]`,
			);
			expect(JSON.stringify(error) + textOfError(error)).not.toContain(known.token);
			const { items } = await run(get, { credential, continueOnFail: true });
			expect(JSON.stringify(items)).not.toContain(known.token);
		},
	);

	test('data that is null gives an empty list', async () => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { data: null, page: 1, rows_per_page: 50, total_pages: 0, total_rows: 0 },
		});
		expect(await run(getAll)).toMatchObject({ items: [], error: undefined });
	});
});
