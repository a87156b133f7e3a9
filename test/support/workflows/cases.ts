import type { INodeTypeDescription } from 'n8n-workflow';

import { parametersOf } from '../contract/rows';
import type { ParameterSet, Row } from '../contract/types';
import { isLocator } from '../contract/values';
import { nameOf } from './';
import type { Step } from './';
import { given, possible } from './fields';

/** Fields of many operations, which the contracts do not set in each. */
const commonSets: ParameterSet[] = [
	{ simplify: false },
	{ returnAll: true },
	{ limit: 3 },
	{ 'options.includeSecrets': true },
];

/** The resource locators among the parameters, with an entry of the list as most users choose it. */
const asPicked = (set: ParameterSet): ParameterSet =>
	Object.fromEntries(
		Object.entries(set).flatMap(([name, value]) =>
			isLocator(value)
				? [[name, { ...value, mode: 'list', cachedResultName: 'As it was called in the list' }]]
				: [],
		),
	);

function labelOfValue(name: string, value: unknown): string {
	if (isLocator(value)) return value.mode === 'list' ? `${name} from the list` : name;
	return /^[\w-]{1,12}$/.test(String(value)) ? `${name} ${value}` : name;
}

const labelOf = (set: ParameterSet): string =>
	Object.entries(set)
		.map(([name, value]) => labelOfValue(name, value))
		.join(', ');

/** The parameters that a row can have, in the order in which they are tried. */
function setsOf({ required, options = [], forms = [], zeroes = [] }: Row): ParameterSet[] {
	const withPicked = (set: ParameterSet) =>
		Object.values(set).some(isLocator) ? [set, { ...set, ...asPicked(set) }] : [set];
	return [
		{},
		asPicked(required),
		...options.flatMap(({ set }) => withPicked(set)),
		...commonSets,
		...[...forms, ...zeroes].map(({ set }) => set),
	];
}

/**
 * The cases that a saved workflow of an operation has: as few as it takes to set every field and every option once.
 *
 * @param description of the node
 * @throws when a field or an option is in no row
 */
export function casesOf(row: Row, { properties }: INodeTypeDescription): Step[] {
	const { resource, operation } = row;
	const open = possible(properties, { resource, operation });
	const cases: Step[] = [];
	for (const set of setsOf(row)) {
		if (commonSets.includes(set) && !Object.keys(set).every((name) => open.has(name))) continue;
		const parameters = parametersOf(row, { set });
		const added = [...given(parameters)].filter((name) => open.delete(name));
		if (added.length === 0 && cases.length > 0) continue;
		cases.push({ name: [nameOf(row), labelOf(set)].filter(Boolean).join(': '), parameters });
	}
	if (open.size > 0)
		throw new Error(`${nameOf(row)}: no row of the contract has ${[...open].join(', ')}`);
	return cases;
}
