/**
 * The cases that a saved workflow of an operation has: as few as it takes to set every field and every option once.
 */

import { parametersOf, setAt } from '../contract/rows';
import { given, possible } from './fields';
import { nameOf } from './';
import type { Row } from '../contract/describeContract';
import type { Step } from './';

/** What many operations have, and the contracts do not tell of each. */
const common = [
	{ simplify: false },
	{ returnAll: true },
	{ limit: 3 },
	{ 'options.includeSecrets': true },
];

/** The same things, picked from the list as most users do. */
function asPicked(values: Record<string, any>) {
	return Object.fromEntries(
		Object.entries(values)
			.filter(([, value]) => value?.__rl)
			.map(([name, value]) => [
				name,
				{ ...value, mode: 'list', cachedResultName: 'As it was called in the list' },
			]),
	);
}

function labelOf(set: Record<string, any>): string {
	return Object.entries(set)
		.map(([name, value]) =>
			value?.mode === 'list'
				? `${name} from the list`
				: /^[\w-]{1,12}$/.test(String(value))
					? `${name} ${value}`
					: name,
		)
		.join(', ');
}

/**
 * @param description of its node
 * @throws when a field or an option is in no row
 */
export function casesOf(row: Row, description: any): Step[] {
	const { resource, operation } = row;
	const open = possible(description.properties, { resource, operation });
	const cases: Step[] = [];
	const add = (set: Record<string, any>) => {
		const parameters = parametersOf(row);
		for (const [path, value] of Object.entries(set)) setAt(parameters, path, value);
		const fresh = [...given(parameters)].filter((thing) => open.delete(thing));
		if (fresh.length === 0 && cases.length > 0) return;
		cases.push({ name: [nameOf(row), labelOf(set)].filter(Boolean).join(': '), parameters });
	};
	const addBoth = (set: Record<string, any>) => {
		add(set);
		if (Object.values(set).some((value) => value?.__rl)) add({ ...set, ...asPicked(set) });
	};
	addBoth({});
	add(asPicked(row.required));
	for (const { set } of row.options ?? []) addBoth(set);
	for (const set of common)
		if (Object.keys(set).every((name) => open.has(name))) add(set as Record<string, any>);
	for (const { set } of [...(row.forms ?? []), ...(row.zeroes ?? [])]) add(set);
	if (open.size > 0)
		throw new Error(`${nameOf(row)}: no row of the contract has ${[...open].join(', ')}`);
	return cases;
}
