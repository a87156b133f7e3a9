import type { INodeProperties } from 'n8n-workflow';

import { loadPackage, nodeTypeOf } from '../engine';
import type { Contract, Row } from './types';

/** Fields that the operations have in common. */
const commonFields = ['resource', 'operation', 'returnAll', 'limit', 'simplify', 'options'];

async function propertiesOf({ node }: Contract): Promise<INodeProperties[]> {
	return nodeTypeOf(await loadPackage(), node).description.properties;
}

/** Whether a field belongs to the operation of a row. */
function belongsTo({ displayOptions }: INodeProperties, { resource, operation }: Row): boolean {
	const show = displayOptions?.show;
	return Boolean(show?.resource?.includes(resource) && show.operation?.includes(operation));
}

/** The names of a field, or of the fields of a collection, as a row writes them. */
const namesOf = ({ name, type, options = [] }: INodeProperties): string[] =>
	type === 'collection' ? options.map((inner) => `${name}.${inner.name}`) : [name];

const operationsOf = (properties: INodeProperties[]): string[] =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			options.map(
				(option) =>
					`${displayOptions?.show?.resource?.[0]}.${'value' in option ? option.value : ''}`,
			),
		);

/** A contract has every operation and every field of its node. */
export function testCoverage(contract: Contract): void {
	test('every inventory number has an operation, and every operation a number', async () => {
		const rows = contract.rows.map(({ resource, operation }) => `${resource}.${operation}`);
		expect(rows.sort()).toEqual(operationsOf(await propertiesOf(contract)).sort());
		const numbers = new Set(contract.rows.map(({ number }) => number));
		expect([...numbers].sort()).toEqual([...contract.numbers].sort());
	});

	test('the text of a row is a required text', () => {
		for (const { number, text, required } of contract.rows)
			if (text !== undefined) expect([number, typeof required[text]]).toEqual([number, 'string']);
	});

	test('every optional field is in the contract', async () => {
		const properties = await propertiesOf(contract);
		for (const row of contract.rows) {
			const known = new Set([
				...Object.keys(row.required),
				...(row.options ?? []).flatMap(({ set }) => Object.keys(set)),
			]);
			const names = properties
				.filter((property) => belongsTo(property, row) && !commonFields.includes(property.name))
				.flatMap(namesOf);
			for (const name of names)
				expect([row.number, name, known.has(name)]).toEqual([row.number, name, true]);
		}
	});
}
