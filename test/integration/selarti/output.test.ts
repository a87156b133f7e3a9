import { known } from '../../support/sandbox/selarti';
import { byId } from '../../support/vendors/parameters';
import { sending, texts } from './requests';
import { useSelarti } from './useSelarti';

const { run, sandbox } = useSelarti();

describe('the output for responses that are not documented', () => {
	test.each([
		[
			'the record in its envelope',
			{ thread: { _id: 't1', title: 'Sardor' } },
			{ id: 't1', title: 'Sardor' },
		],
		['another key', { thread_id: 't1' }, {}],
		['a text', 'done', { success: true, message: 'done' }],
		['nothing in the envelope', {}, { success: true }],
	])('Create Thread gives one item for %s', async (_title, response, json) => {
		sandbox.injectFault({ kind: 'answer', on: 'S17', body: { status: 'success', response } });
		const { items } = await run({
			resource: 'thread',
			operation: 'create',
			task: byId(known.task),
		});
		expect(items).toEqual([{ json, pairedItem: { item: 0 } }]);
	});

	test('an empty body gives no item', async () => {
		sandbox.injectFault({ kind: 'answer', on: 'S11', status: 200 });
		const { items, error } = await run(sending, { items: texts(1) });
		expect([items, error]).toEqual([[], undefined]);
	});

	test('Simplify converts keys with spaces and capitals to camel case and keeps at most ten', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 20 }, (_, index) => [`Field No ${index}`, index]),
		);
		const task = {
			Name: 'x',
			_id: 't',
			'Created Date': 0,
			'Modified Date': 'never',
			integrations: ['a'],
			nothing: null,
			...many,
		};
		sandbox.injectFault({
			kind: 'answer',
			on: 'S3',
			body: { status: 'success', response: { task: [task] } },
		});
		const { items } = await run({
			resource: 'task',
			operation: 'getAll',
			company: byId(known.company),
		});
		expect(items[0].json).toEqual({
			id: 't',
			name: 'x',
			createdDate: '1970-01-01T00:00:00.000Z',
			modifiedDate: 'never',
			...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`fieldNo${index}`, index])),
		});
	});
});
