import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/vardast';
import { vardast } from '../../support/vendors/vardast';
import {
	assistants,
	channels,
	contacts,
	info,
	newAssistant,
	processing,
	secretItem,
} from './requests';

const { run, sandbox } = useVendor(vardast);

/** The output of a run that must succeed. */
const jsonOf = async (parameters: Record<string, unknown>, items: object[] = [secretItem]) => {
	const given = await run(parameters, { items });
	expect(given.error).toBeUndefined();
	return given.items.map(({ json }) => json);
};
const answer = (body: unknown, status: number = 200) =>
	sandbox.injectFault({ kind: 'answer', status, body });

describe('the output', () => {
	const withSecrets = { options: { includeSecrets: true } };

	test('contains secrets only with Include Secrets, with and without Simplify', async () => {
		const plain = [channels, { ...channels, simplify: false }, assistants, newAssistant];
		for (const parameters of plain) {
			const shown = JSON.stringify(await jsonOf(parameters, [{ secret: known.secrets[4] }]));
			expect(shown).not.toMatch(/access_?token|api_?key/i);
			for (const secret of known.secrets) expect(shown).not.toContain(secret);
		}
		expect(await jsonOf({ ...channels, ...withSecrets, limit: 1 })).toMatchObject([
			{ accessToken: known.secrets[3] },
		]);
		expect(await jsonOf({ ...channels, ...withSecrets, simplify: false, limit: 1 })).toMatchObject([
			{ access_token: known.secrets[3] },
		]);
		expect(Object.keys((await jsonOf({ ...channels, ...withSecrets }))[0])).toHaveLength(10);
		expect(await jsonOf({ ...newAssistant, ...withSecrets })).toMatchObject([
			{ api_key: secretItem.secret },
		]);
		expect(await jsonOf({ ...assistants, ...withSecrets, limit: 1 })).toMatchObject([
			{ api_key: secretItem.secret },
		]);
	});

	test('reports success for a created assistant that is not in the response', async () => {
		sandbox.state.terse = true;
		expect(await jsonOf(newAssistant)).toEqual([{ success: true }]);
	});

	test.each([{}, { active_features: null }])(
		'contains usage without features: %j',
		async (response) => {
			answer({ status: 'success', response: { mode: 'yearly', ...response } });
			expect(await jsonOf(info)).toEqual([{ mode: 'yearly' }]);
		},
	);

	test('is empty for an empty envelope and for no content', async () => {
		answer({ items: [], total: 0, page: 1, size: 50, pages: 0 });
		expect(await jsonOf(contacts)).toEqual([]);
		sandbox.faults.length = 0;
		answer(undefined, 204);
		expect(await jsonOf(contacts)).toEqual([]);
	});
});

test('messages of one contact are sent in the order of the items', async () => {
	sandbox.injectFault({ kind: 'slow', on: 'V1', delay: 60, times: 1 });
	const ordered = Array.from({ length: 8 }, (_, index) => ({ secret: `message ${index}` }));
	expect((await run(processing, { items: ordered })).error).toBeUndefined();
	expect(sandbox.requestsTo('V1').map(({ body }) => body.message)).toEqual(
		ordered.map(({ secret }) => secret),
	);
	expect(sandbox.maxInFlight).toBe(1);
});
