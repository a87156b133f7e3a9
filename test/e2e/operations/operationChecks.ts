/**
 * Every operation of every vendor, run from a saved workflow with expressions over its input item.
 */

import { deepStrictEqual } from 'node:assert';
import { outcomeOf } from '../../../scripts/n8n/api';
import { asExpressions, expected, onWire, parametersOf } from '../../support/contract/rows';
import {
	contracts,
	makeReady,
	nameOf,
	names,
	requestsOf,
	workflowOf,
} from '../../support/workflows';
import { demoVendors } from '../../../scripts/n8n/vendors';
import type { Instance } from '../instance';
import type { Row, Contract } from '../../support/contract/describeContract';
import type { Step } from '../../support/workflows';
import type { Sandbox } from '../../support/sandbox/server';
import type { Check } from '../suite';

export type Instance = Pick<Instance, 'api' | 'credentials' | 'sandboxes'>;

/**
 * What an operation without required fields is given, so that n8n has an expression to evaluate; the request is the same.
 */
function defaultsOf(row: Row) {
	if (Object.keys(row.required).length > 0) return {};
	if (row.operation.startsWith('getAll')) return { limit: 50 };
	return row.raw ? { simplify: true } : {};
}

/** @param json what its expressions read is added here */
function stepOf(row: Row, json: any): Step {
	const { resource, operation, ...values } = parametersOf(row);
	const parameters = {
		resource,
		operation,
		...asExpressions({ ...defaultsOf(row), ...values }, json),
	};
	if (!JSON.stringify(parameters).includes('$json'))
		throw new Error(`${nameOf(row)} has no expression`);
	return { name: nameOf(row), parameters };
}

/**
 * Runs the operations of a resource.
 *
 * @returns what was seen
 */
async function runResource(
	{ api, credentials }: Instance,
	{
		name,
		contract,
		sandbox,
		rows,
		reached,
	}: { name: string; contract: Contract; sandbox: Sandbox; rows: Row[]; reached: string[] },
): Promise<string> {
	const json = {};
	const steps = rows.map((row) => stepOf(row, json));
	const credential = credentials.get(contract.credential) as any;
	const { id } = await api.createWorkflow(workflowOf({ name, contract, steps, json, credential }));
	let items = 0;
	const failures: string[] = [];
	for (const [index, row] of rows.entries()) {
		makeReady(sandbox, row);
		const outcome = outcomeOf(
			await api.execute(id, names.start, { destination: steps[index].name, pause: 20 }),
		);
		try {
			if (outcome.error) throw new Error(outcome.error);
			deepStrictEqual(requestsOf(sandbox).map(onWire), [expected(row)]);
			if (!requestsOf(sandbox)[0].handled)
				throw new Error(`the vendor refused: ${requestsOf(sandbox)[0].refused}`);
			if (outcome.items === 0) throw new Error('no item came out');
			items += outcome.items;
			reached.push(nameOf(row));
		} catch (error) {
			const { message } = error as Error;
			// n8n begins with the node's name, which is the row's.
			failures.push(message.startsWith(nameOf(row)) ? message : `${nameOf(row)}: ${message}`);
		}
	}
	if (failures.length > 0) throw new Error(failures.join('\n  '));
	return `${rows.map(({ number }) => number).join(' ')}, ${items} items`;
}

export async function checkOperations(instance: Instance, check: Check) {
	const reached: string[] = [];
	const all: Row[] = [];
	let logIns = 0;
	const count = ({ number }: { number?: string }) => void (logIns += number === 'S0' ? 1 : 0);
	instance.sandboxes.selarti.on('request', count);
	for (const { key, name: vendor } of demoVendors) {
		const contract = contracts[key];
		const sandbox = instance.sandboxes[key];
		all.push(...contract.rows);
		for (const resource of new Set(contract.rows.map((row) => row.resource))) {
			const rows = contract.rows.filter((row) => row.resource === resource);
			const name = `${vendor}: ${resource}`;
			await check(name, () => runResource(instance, { name, contract, sandbox, rows, reached }));
		}
	}
	instance.sandboxes.selarti.off('request', count);
	await check('one log-in for all of them', async () => {
		if (logIns > 1) throw new Error(`Selarti was asked for a token ${logIns} times`);
		return `${logIns} at Selarti`;
	});
	await check('every inventory number', async () => {
		const numbers = Object.values(contracts).flatMap((contract) => contract.numbers);
		const missing = [
			...numbers.filter((number) => !reached.some((name) => name.startsWith(`${number} `))),
			...all.map(nameOf).filter((name) => !reached.includes(name)),
		];
		if (missing.length > 0) throw new Error(`not reached: ${missing.join(', ')}`);
		return `${new Set(numbers).size} of ${numbers.length} numbers, ${new Set(reached).size} of ${all.length} operations`;
	});
}
