/** Every operation of every vendor, run from a stored workflow with expressions over its input item. */

import assert, { deepStrictEqual } from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';
import { summarizeExecution } from '../../../scripts/n8n/executionData';
import { asExpressions, expected, onWire, parametersOf } from '../../support/contract/rows';
import type { Row } from '../../support/contract/describeContract';
import type { Sandbox } from '../../support/sandbox/server';
import { vendors } from '../../support/vendors';
import { makeReady, nameOf, names, requestsOf, workflowOf } from '../../support/workflows';
import type { Step } from '../../support/workflows';
import type { Instance, Vendor } from '../instance';
import type { Check } from '../suite';
import { LoginCounter } from './loginCounter';

/** The operations of one resource. */
interface ResourceRun {
	vendor: Vendor;
	name: string;
	rows: Row[];
}

/** Gives n8n an expression to evaluate where an operation has no required fields; the request stays the same. */
function defaultsOf({ required, operation, raw }: Row): IDataObject {
	if (Object.keys(required).length > 0) return {};
	if (operation.startsWith('getAll')) return { limit: 50 };
	return raw ? { simplify: true } : {};
}

/** @param json - The input item, to which the values of the expressions are added. */
function createStep(row: Row, json: IDataObject): Step {
	const { resource, operation, ...values } = parametersOf(row);
	const expressions = asExpressions({ ...defaultsOf(row), ...values }, json);
	const parameters = { resource, operation, ...expressions };
	assert(JSON.stringify(parameters).includes('$json'), `${nameOf(row)} has no expression`);
	return { name: nameOf(row), parameters };
}

/**
 * Runs one operation and compares its request with the contract.
 *
 * @returns How many items it returned.
 */
async function runOperation(
	{ client }: Instance,
	workflowId: string,
	sandbox: Sandbox,
	row: Row,
): Promise<number> {
	makeReady(sandbox, row);
	const options = { destination: nameOf(row), interval: 20 };
	const { error, items } = summarizeExecution(
		await client.execute(workflowId, names.start, options),
	);
	if (error) throw new Error(error);
	const requests = requestsOf(sandbox);
	const [request, ...pages] = requests.map(onWire);
	deepStrictEqual(request, expected(row));
	// A list that does not say how long it is ends with an empty page.
	const isPaged = row.list !== undefined && 'most' in row.list;
	deepStrictEqual(
		pages.map(({ method, path }) => [method, path]),
		isPaged ? pages.map(() => [request.method, request.path]) : [],
	);
	assert(requests[0].handled, `the vendor refused: ${requests[0].refused}`);
	assert(items > 0, 'no item came out');
	return items;
}

/**
 * Runs the operations of a resource from one workflow.
 *
 * @param reached - The names of the operations that passed are added here.
 */
async function runResource(
	instance: Instance,
	{ vendor, name, rows }: ResourceRun,
	reached: Set<string>,
): Promise<string> {
	const { contract, credentialType, key } = vendor;
	const json: IDataObject = {};
	const steps = rows.map((row) => createStep(row, json));
	const credential = instance.credentials.get(credentialType);
	assert(credential, `there is no credential ${credentialType}`);
	const workflow = workflowOf({ name, contract, steps, json, credential });
	const { id } = await instance.client.createWorkflow(workflow);
	let items = 0;
	const failures: string[] = [];
	for (const row of rows) {
		try {
			items += await runOperation(instance, id, instance.sandboxes[key], row);
			reached.add(nameOf(row));
		} catch (error) {
			const { message } = error as Error;
			// n8n's messages begin with the name of the node, which is that of the operation.
			failures.push(message.startsWith(nameOf(row)) ? message : `${nameOf(row)}: ${message}`);
		}
	}
	assert(failures.length === 0, failures.join('\n  '));
	return `${rows.map(({ number }) => number).join(' ')}, ${items} items`;
}

const resourceRuns = vendors.flatMap((vendor): ResourceRun[] => {
	const { rows } = vendor.contract;
	const resources = [...new Set(rows.map(({ resource }) => resource))];
	return resources.map((resource) => ({
		vendor,
		name: `${vendor.name}: ${resource}`,
		rows: rows.filter((row) => row.resource === resource),
	}));
});

function describeCoverage(reached: Set<string>): string {
	const numbers = vendors.flatMap(({ contract }) => contract.numbers);
	const operations = vendors.flatMap(({ contract }) => contract.rows).map(nameOf);
	const reachedNumbers = new Set([...reached].map((name) => name.split(' ')[0]));
	const missing = [
		...numbers.filter((number) => !reachedNumbers.has(number)),
		...operations.filter((name) => !reached.has(name)),
	];
	assert(missing.length === 0, `not reached: ${missing.join(', ')}`);
	return `${numbers.length} numbers, ${operations.length} operations`;
}

export const operationCheckCount = resourceRuns.length + 2;

export async function checkOperations(instance: Instance, check: Check): Promise<void> {
	const reached = new Set<string>();
	const logins = new LoginCounter(instance.sandboxes);
	for (const run of resourceRuns) await check(run.name, () => runResource(instance, run, reached));
	logins.stop();
	await check('one login for all operations', async () => logins.assertOneEach());
	await check('every inventory number', async () => describeCoverage(reached));
}
