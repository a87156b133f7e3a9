import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/vardast';
import { vardast } from '../../support/vendors/vardast';
import { byId } from '../../support/vendors/parameters';
import { activity, contacts, newAssistant, newPrompt, orders, secretItem } from './requests';

const { run, sandbox } = useVendor(vardast);

/** The output of a run that must succeed. */
const jsonOf = async (parameters: Record<string, unknown>, items: object[] = [secretItem]) => {
	const given = await run(parameters, { items });
	expect(given.error).toBeUndefined();
	return given.items.map(({ json }) => json);
};

describe('invalid parameters', () => {
	const wrong: Array<[parameters: Record<string, unknown>, words: string]> = [
		[
			{ ...activity, feature: 'date', date: '={{ $json.bad }}' },
			'Date must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...activity, feature: 'period', startDate: '={{ $json.bad }}', endDate: '2025-07-10' },
			'Start Date must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...activity, feature: 'period', startDate: '2025-07-10', endDate: '={{ $json.bad }}' },
			'End Date must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...activity, feature: 'period', startDate: '2025-07-10', endDate: '={{ $json.gone }}' },
			'End Date is empty',
		],
		[{ ...activity, feature: 'date' }, 'Date is empty'],
		[{ ...activity, feature: 'mode' }, 'Mode is empty'],
		[{ ...activity, feature: 'id' }, 'Activity ID is empty'],
		[{ ...newPrompt, promptJson: '={{ $json.bad }}' }, 'Prompt JSON must be a JSON object'],
		[{ ...newPrompt, promptJson: '={{ [1] }}' }, 'Prompt JSON must be a JSON object'],
		[
			{ ...newAssistant, additionalFields: { functions: '={{ ({}) }}' } },
			'Functions must be a text',
		],
		[
			{ ...newAssistant, additionalFields: { functions: ' , ' } },
			'Functions must be one or more values, one a line',
		],
		[
			{ ...contacts, filters: { channelIds: ',' } },
			'Channel IDs must be one or more values, one a line',
		],
		[{ ...orders, limit: '={{ 0 }}' }, 'Limit must be a whole number of at least 1'],
		[{ ...orders, channel: byId('={{ ".." }}') }, 'Channel must be an ID, not ".."'],
	];

	test.each(wrong)('a run of %j sends nothing: %s', async (parameters, words) => {
		const { items } = await run(parameters, {
			items: [
				{ bad: 'tomorrow', secret: 'x' },
				{ bad: '{', secret: 'x' },
			],
			continueOnFail: true,
		});
		expect(items.map(({ error }) => error?.message)).toEqual([
			`${words} [item 0]`,
			`${words} [item 1]`,
		]);
		expect(sandbox.requests).toHaveLength(0);
	});
});

describe('usage activity', () => {
	const filled = {
		activityId: known.activity.id,
		date: '2025-07-10',
		mode: 'daily',
		startDate: '2025-07-10',
		endDate: '2025-07-11',
	};

	test('each item sends the parameters of its own feature only', async () => {
		const features = ['id', 'date', 'mode', 'period'];
		const given = await jsonOf(
			{ ...activity, ...filled, feature: '={{ $json.feature }}' },
			features.map((feature) => ({ feature })),
		);
		expect(given).toHaveLength(1 + 1 + 40 + 2);
		const queries = sandbox.requestsTo('V12').map(({ query }) => Object.keys(query).sort().join());
		expect(queries.sort()).toEqual([
			'activity_id,feature',
			'date,feature',
			'end_date,feature,start_date',
			'feature,mode',
		]);
		await jsonOf({ ...activity, ...filled, feature: 'mode' });
		expect(sandbox.requestsTo('V12')[4].query).toEqual({ feature: 'mode', mode: 'daily' });
	});

	test('an unknown feature is sent, and the vendor refuses it', async () => {
		const { error } = await run(
			{ ...activity, ...filled, feature: '={{ "week" }}' },
			{ items: [secretItem] },
		);
		expect(error?.message).toBe(
			'Vardast: feature: feature must be one of id, date, mode, period (HTTP 422). Check Feature. [item 0]',
		);
	});

	test('a list gives an item for each entry, and null gives none', async () => {
		expect(
			await jsonOf({
				...activity,
				feature: 'period',
				startDate: '2025-07-10',
				endDate: '2025-07-11',
			}),
		).toEqual([
			{
				date: '2025-07-11',
				total_new_contacts: expect.any(Number),
				total_message_requests: expect.any(Number),
			},
			{
				date: '2025-07-10',
				total_new_contacts: expect.any(Number),
				total_message_requests: expect.any(Number),
			},
		]);
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { status: 'success', response: null },
		});
		expect(await jsonOf({ ...activity, feature: 'mode', mode: 'daily' })).toEqual([]);
	});
});
