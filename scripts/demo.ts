/**
 * `npm run demo`: the example workflows in n8n's engine alone, in this process: n8n need not be installed, and it takes
 * seconds. Those that a vendor starts need n8n's server and are left out.
 */

import '../test/support/engine/setup';
import { join } from 'node:path';
import { runWorkflow } from '../test/support/engine';
import { startSandboxes } from '../test/support/sandbox';
import { isStartedByWebhook, readExamples, vendorOf } from './n8n/examples';
import { projectFolder } from './n8n/npm';
import { formatResults, summarizeResults } from './n8n/resultTable';
import { runScenario } from './n8n/scenarios';
import { runScript } from './runScript';
import { vendors } from '../test/support/vendors';

runScript(async () => {
	const sandboxes = await startSandboxes();
	const examples = await readExamples(join(projectFolder, 'examples'));
	const results = [];
	for (const workflow of examples.filter((example) => !isStartedByWebhook(example))) {
		const vendor = vendorOf(workflow, vendors);
		const data = vendor.credentialData(sandboxes[vendor.key].url);
		const run = () => runWorkflow(workflow, { [vendor.credentialType]: data });
		const scenario = { vendor, workflow: workflow.name, check: 'runs', run };
		results.push(await runScenario(scenario, sandboxes));
	}
	console.log(`\n${formatResults(results)}\n\n${summarizeResults(results)}`);
	await sandboxes.close();
	return results.every(({ error }) => error === undefined) ? 0 : 1;
});
