/** What a start runs in n8n: the example workflows, and what a vendor's events start. */

import { isAxiosError } from 'axios';
import type { Sandboxes } from '../../test/support/sandbox';
import type { VendorKey } from '../../test/support/vendors';
import type { N8nClient, Workflow } from './client';
import { isStartedByWebhook, startNodeOf, vendorOf, withCredentials } from './examples';
import type { Credentials, Vendor } from './examples';
import { pollingScenarios } from './pollingScenarios';
import { webhookScenarios } from './webhookScenarios';

export interface ScenarioOutcome {
	/** How many nodes ran. */
	nodes: number;
	/** How many items the last node returned. */
	items: number;
	error?: string;
}

export interface Scenario {
	vendor: Vendor;
	/** The name of the workflow in n8n. */
	workflow: string;
	/** What is tried with it, in a few words. */
	check: string;
	run(): Promise<ScenarioOutcome>;
}

export interface ScenarioResult extends ScenarioOutcome {
	workflow: string;
	check: string;
	/** The inventory numbers of the requests that reached the sandbox, in order. */
	requests: string[];
	error: string | undefined;
	milliseconds: number;
}

/** Creates the credential of each vendor for its sandbox. */
export async function createCredentials(
	client: N8nClient,
	vendors: readonly Vendor[],
	sandboxes: Sandboxes,
): Promise<Credentials> {
	const credentials: Credentials = new Map();
	for (const { key, name, credentialType: type, credentialData } of vendors) {
		const data = credentialData(sandboxes[key].url);
		const created = await client.createCredential({ name: `${name} (sandbox)`, type, data });
		credentials.set(type, created);
	}
	return credentials;
}

export interface ExampleOptions {
	/** Logged in. */
	client: N8nClient;
	examples: Workflow[];
	vendors: readonly Vendor[];
	sandboxes: Sandboxes;
}

/**
 * Creates the examples in n8n.
 *
 * @returns One scenario for each example, further ones for those that a vendor starts, and one for each polled event.
 */
export async function exampleScenarios(options: ExampleOptions): Promise<Scenario[]> {
	const { client, examples, vendors, sandboxes } = options;
	const credentials = await createCredentials(client, vendors, sandboxes);
	const scenarios: Scenario[] = [];
	// These come last: once they are active, their sandboxes call n8n whatever else happens there.
	const calledByVendor: Scenario[] = [];
	for (const example of examples) {
		const vendor = vendorOf(example, vendors);
		if (isStartedByWebhook(example)) {
			const sandbox = sandboxes[vendor.key];
			const webhook = { client, vendor, example, credentials, sandbox };
			calledByVendor.push(...(await webhookScenarios(webhook)));
			continue;
		}
		const startNode = startNodeOf(example);
		const { id } = await client.createWorkflow(withCredentials(example, credentials));
		const run = async () => {
			const { nodes, items, error } = await client.run(id, startNode);
			return { nodes: nodes.length, items, error };
		};
		scenarios.push({ vendor, workflow: example.name, check: 'runs', run });
	}
	for (const vendor of vendors)
		scenarios.push(
			...pollingScenarios({ client, vendor, credentials, sandbox: sandboxes[vendor.key] }),
		);
	return [...scenarios, ...calledByVendor];
}

/** Runs a scenario and records which requests reached the vendor's sandbox meanwhile. */
export async function runScenario(
	{ vendor, workflow, check, run }: Scenario,
	sandboxes: Pick<Sandboxes, VendorKey>,
): Promise<ScenarioResult> {
	const { requests } = sandboxes[vendor.key];
	const before = requests.length;
	const started = performance.now();
	const outcome = await run().catch((error: Error): ScenarioOutcome => {
		// n8n is gone, or the script was interrupted: not a failure of this scenario.
		if (isAxiosError(error) || error.name === 'AbortError') throw error;
		return { nodes: 0, items: 0, error: error.message };
	});
	const milliseconds = performance.now() - started;
	const received = requests.slice(before);
	const unknown = received.find(({ number }) => number === undefined);
	const error =
		outcome.error ??
		(unknown && `no document has ${unknown.method} ${unknown.path}`) ??
		(received.length === 0 ? 'nothing reached the vendor' : undefined) ??
		(outcome.items === 0 ? 'no item came out' : undefined);
	return {
		...outcome,
		workflow,
		check,
		requests: received.map(({ number, method, path }) => number ?? `${method} ${path}`),
		error,
		milliseconds,
	};
}
