import { compress, formatResults, summarizeResults } from '../../../scripts/n8n/resultTable';

it('compress counts repetitions', () => {
	expect(compress(['S0', 'S5', 'S6', 'S6', 'S5'])).toBe('S0 S5 S6×2 S5');
	expect(compress([])).toBe('–');
});

it('results are formatted as a table with truncated errors, and followed by the errors in full', () => {
	const error = 'a long refusal '.repeat(4).trim();
	const greet = { vendor: 'Selarti', name: 'greet', nodes: 2, items: 12, error: undefined };
	const list = { vendor: 'Vardast', name: 'list', nodes: 1, items: 0, error };
	const results = [
		{ ...greet, requests: ['S0', 'S11', 'S11'], milliseconds: 1234 },
		{ ...list, requests: [], milliseconds: 50 },
	];
	const cells = formatResults(results)
		.split('\n')
		.map((line) => line.replace(/ *│ */g, '|'));
	expect(cells[1]).toBe('|Vendor|Workflow|Nodes|Requests|Items|Result|Seconds|');
	expect(cells[3]).toBe('|Selarti|greet|2|S0 S11×2|12|ok|1.2|');
	expect(cells[4]).toBe('|Vardast|list|1|–|0|a long refusal a long refusal a long re…|0.1|');
	expect(cells.slice(6)).toEqual(['', 'Vardast: list', `  ${error}`]);
	expect(summarizeResults(results)).toBe('1 passed, 1 failed');
});
