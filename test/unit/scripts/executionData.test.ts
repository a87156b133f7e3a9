import { stringify } from 'flatted';
import { itemsOf, summarizeExecution } from '../../../scripts/n8n/executionData';

/** As n8n 2.41.1 sends it. */
const data = JSON.stringify([
	{ resultData: '1' },
	{ lastNodeExecuted: '2', runData: '3' },
	'Send',
	{ Send: '4' },
	['5'],
	{ data: '6', startTime: 7 },
	{ main: '8' },
	'unused',
	['9'],
	['10', '10'],
	{ json: '11' },
	{ text: '2' },
]);

it('itemsOf returns the JSON of the items of a node', () => {
	const execution = { id: '1', mode: 'manual', status: 'success', data } as const;
	expect(itemsOf(execution, 'Send')).toEqual([{ text: 'Send' }, { text: 'Send' }]);
	expect(itemsOf(execution)).toEqual([]);
});

describe('summarizeExecution', () => {
	it('counts the nodes and the items of the last one', () => {
		expect(summarizeExecution({ status: 'success', data })).toEqual({
			status: 'success',
			nodes: ['Send'],
			items: 2,
			error: undefined,
		});
	});

	it('names the node that failed', () => {
		const error = { message: 'Bad', description: 'Worse', node: { name: 'Send' } };
		const failed = stringify({ resultData: { error } });
		expect(summarizeExecution({ status: 'error', data: failed }).error).toBe('Send: Bad – Worse');
	});

	it('names the status where there is no error', () => {
		expect(summarizeExecution({ status: 'canceled', data: '[{}]' }).error).toBe(
			'the execution ended as "canceled"',
		);
	});
});
