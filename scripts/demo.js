'use strict';

/**
 * `npm run demo`: the example workflows, as `npm start` runs them, but in n8n's engine alone, in this process: there
 * is no n8n to fetch, and it takes seconds. Those that a vendor starts need n8n's server, and are left out.
 */

require('../test/engine/setup');
const { join } = require('node:path');
const { runWorkflow } = require('../test/engine');
const { startSandboxes } = require('../test/sandbox');
const { performRow, readExamples, vendorOf } = require('./n8n/rows');
const { renderTable, summary } = require('./n8n/table');
const { isStartedByWebhook } = require('./n8n/webhook-rows');
const { demoVendors } = require('./n8n/vendors');

/** @returns {Promise<number>} the exit code */
async function demo() {
	const sandboxes = await startSandboxes();
	try {
		const results = [];
		const examples = await readExamples(join(__dirname, '..', 'examples'));
		for (const workflow of examples.filter((example) => !isStartedByWebhook(example))) {
			const vendor = vendorOf(workflow, demoVendors);
			const credentials = { [vendor.type]: vendor.login(sandboxes[vendor.key]) };
			const row = {
				vendor,
				name: workflow.name.slice(vendor.name.length + 1).trim(),
				perform: async () => await runWorkflow(workflow, credentials),
			};
			results.push(await performRow(row, sandboxes));
		}
		process.stdout.write(`\n${renderTable(results)}\n\n${summary(results)}\n`);
		return results.every(({ error }) => error === undefined) ? 0 : 1;
	} finally {
		await sandboxes.close();
	}
}

// n8n-core keeps timers of its own.
void demo().then((code) => process.exit(code));
