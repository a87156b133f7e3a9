'use strict';

/** The cases that a saved workflow of an operation has: as few as it takes to set every field and every option once. */

const { parametersOf, setAt } = require('../contract/rows');
const { given, possible } = require('./fields');
const { nameOf } = require('./index');

/** @typedef {import('../contract').Row} Row */
/** @typedef {import('./index').Step} Step */

/** What many operations have, and the contracts do not tell of each. */
const common = [
	{ simplify: false },
	{ returnAll: true },
	{ limit: 3 },
	{ 'options.includeSecrets': true },
];

/** The same things, picked from the list as most users do. @param {Record<string, any>} values */
function asPicked(values) {
	return Object.fromEntries(
		Object.entries(values)
			.filter(([, value]) => value?.__rl)
			.map(([name, value]) => [
				name,
				{ ...value, mode: 'list', cachedResultName: 'As it was called in the list' },
			]),
	);
}

/** @param {Record<string, any>} set @returns {string} */
function labelOf(set) {
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
 * @param {Row} row
 * @param {any} description of its node
 * @returns {Step[]}
 * @throws {Error} when a field or an option is in no row
 */
function casesOf(row, description) {
	const { resource, operation } = row;
	const open = possible(description.properties, { resource, operation });
	/** @type {Step[]} */
	const cases = [];
	/** @param {Record<string, any>} set */
	const add = (set) => {
		const parameters = parametersOf(row);
		for (const [path, value] of Object.entries(set)) setAt(parameters, path, value);
		const fresh = [...given(parameters)].filter((thing) => open.delete(thing));
		if (fresh.length === 0 && cases.length > 0) return;
		cases.push({ name: [nameOf(row), labelOf(set)].filter(Boolean).join(': '), parameters });
	};
	/** @param {Record<string, any>} set */
	const addBoth = (set) => {
		add(set);
		if (Object.values(set).some((value) => value?.__rl)) add({ ...set, ...asPicked(set) });
	};
	addBoth({});
	add(asPicked(row.required));
	for (const { set } of row.options ?? []) addBoth(set);
	for (const set of common)
		if (Object.keys(set).every((name) => open.has(name)))
			add(/** @type {Record<string, any>} */ (set));
	for (const { set } of [...(row.forms ?? []), ...(row.zeroes ?? [])]) add(set);
	if (open.size > 0)
		throw new Error(`${nameOf(row)}: no row of the contract has ${[...open].join(', ')}`);
	return cases;
}

module.exports = { casesOf };
