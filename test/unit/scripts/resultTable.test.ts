import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { N8nClient, Workflow } from '../../../scripts/n8n/client';
import { readExamples } from '../../../scripts/n8n/examples';
import { exampleScenarios } from '../../../scripts/n8n/scenarios';
import { root } from '../../support/engine';
import type { Sandboxes } from '../../support/sandbox';
import { vendors } from '../../support/vendors';
import { compress, formatResults, summarizeResults } from '../../../scripts/n8n/resultTable';

it('compress counts repetitions', () => {
	expect(compress(['S0', 'S5', 'S6', 'S6', 'S5'])).toBe('S0 S5 S6×2 S5');
	expect(compress([])).toBe('–');
});

it('results are formatted as a table with truncated errors, and followed by the errors in full', () => {
	const error = 'a long refusal '.repeat(4).trim();
	const runs = { check: 'runs' };
	const greet = { ...runs, workflow: 'Selarti: greet', nodes: 2, items: 12, error: undefined };
	const list = { ...runs, workflow: 'Vardast: list', nodes: 1, items: 0, error };
	const results = [
		{ ...greet, requests: ['S0', 'S11', 'S11'], milliseconds: 1234 },
		{ ...list, requests: [], milliseconds: 50 },
	];
	const cells = formatResults(results)
		.split('\n')
		.map((line) => line.replace(/ *│ */g, '|'));
	expect(cells[1]).toBe('|Workflow|Check|Nodes|Items|Requests|Result|Seconds|');
	expect(cells[3]).toBe('|Selarti: greet|runs|2|12|S0 S11×2|ok|1.2|');
	expect(cells[4]).toBe('|Vardast: list|runs|1|0|–|a long refusal a long refusal a long re…|0.1|');
	expect(cells.slice(8)).toEqual(['', 'Vardast: list (runs)', `  ${error}`]);
	expect(summarizeResults(results)).toBe('1 passed, 1 failed');
});

describe('the table of npm start', () => {
	it('explains every column that does not speak for itself', () => {
		const text = formatResults([]);
		for (const column of ['Workflow', 'Nodes', 'Items', 'Requests'])
			expect(text).toContain(`${column}: `);
	});

	it('names requests by numbers that the documentation explains', async () => {
		expect(formatResults([])).toContain('docs/api');
		for (const { key, contract } of vendors) {
			const page = await readFile(join(root, 'docs', 'api', `${key}.md`), 'utf8');
			for (const number of contract.rows.map((row) => row.number))
				expect(page).toContain(`| ${number} |`);
		}
	});

	it('names each workflow as n8n does', async () => {
		const created: string[] = [];
		const client = {
			createCredential: async ({ name }: { name: string }) => ({ id: name, name }),
			createWorkflow: async (workflow: Workflow) => {
				created.push(workflow.name);
				return { ...workflow, id: workflow.name, versionId: '1' };
			},
			activateWorkflow: async () => Promise.reject(new Error('n8n is not there')),
			run: async () => Promise.reject(new Error('n8n is not there')),
		} as unknown as N8nClient;
		const examples = await readExamples(join(root, 'examples'));
		const sandbox = { url: 'http://127.0.0.1:1', requests: [], webhookSender: {} };
		const sandboxes = Object.fromEntries(
			vendors.map(({ key }) => [key, sandbox]),
		) as unknown as Sandboxes;
		const scenarios = await exampleScenarios({ client, examples, vendors, sandboxes });
		for (const { workflow, check, run } of scenarios) {
			await run().catch(() => {});
			// The one scenario that creates its workflow only after another has run.
			if (check !== 'starts on each type of event') expect(created).toContain(workflow);
		}
		for (const { name } of examples)
			expect(scenarios.map(({ workflow }) => workflow)).toContain(name);
	});
});
