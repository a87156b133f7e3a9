import { byId } from '../../support/vendors/parameters';
import { useVendor } from '../../support/useVendor';
import { naxonAi } from '../../support/vendors/naxonAi';
import { get } from './requests';

const { run, sandbox } = useVendor(naxonAi);

describe('Simplify', () => {
	test('gives ten plain values with times in UTC', async () => {
		const [{ json }] = (await run(get)).items;
		expect(Object.keys(json)).toHaveLength(10);
		expect(Object.values(json).every((value) => typeof value !== 'object')).toBe(true);
		expect(json.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
	});

	test('gives the record of the vendor when it is switched off', async () => {
		const [{ json }] = (await run({ ...get, simplify: false })).items;
		expect(Object.keys(json)).toHaveLength(9);
		expect(json.recent_messages).toHaveLength(5);
	});

	test.each([
		['2025-05-05T05:05:05+0700', '2025-05-04T22:05:05.000Z'],
		['2025-05-05T05:05:05-0330', '2025-05-05T08:35:05.000Z'],
		['2025-05-05T05:05:05+07:00', '2025-05-04T22:05:05.000Z'],
		['2025-05-05T05:05:05Z', '2025-05-05T05:05:05Z'],
		['2025-99-99T05:05:05+0700', '2025-99-99T05:05:05+0700'],
		['some day', 'some day'],
		['5', '5'],
		[null, null],
		[1746396305, 1746396305],
	])('converts the time %j to %j', async (given, shown) => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { id: 5, created_at: given, most_recent_message: null },
		});
		const parameters = { ...get, conversation: byId('5') };
		expect((await run(parameters)).items.map(({ json }) => json)).toEqual([
			{ id: 5, createdAt: shown },
		]);
	});
});
