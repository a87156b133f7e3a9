'use strict';

/** Whether a saved workflow still says something to the nodes: every name and value in it must be known to them. */

const { NodeHelpers } = require('n8n-workflow');
const { packageName } = require('./index');
const { isExpression } = require('./fields');

/** @typedef {any} Description of a node, as n8n's editor gets it */

/** @param {string[]} names */
const listed = (names) => (names.length > 0 ? names.join(', ') : 'none');

/**
 * @param {any} property @param {any} value @param {string} path
 * @returns {string[]} what is wrong with the value
 */
function problemsOfValue(property, value, path) {
	if (property.type === 'collection') return problemsOfFields(property.options, value, `${path}.`);
	if (property.type === 'resourceLocator') {
		const modes = property.modes.map((/** @type {any} */ { name }) => name);
		return modes.includes(value?.mode)
			? []
			: [`the parameter "${path}" has no mode "${value?.mode}" (it has ${listed(modes)})`];
	}
	if (!['options', 'multiOptions'].includes(property.type) || isExpression(value)) return [];
	const known = property.options.map((/** @type {any} */ option) => option.value);
	return [value]
		.flat()
		.filter((one) => !isExpression(one) && !known.includes(one))
		.map((one) => `the parameter "${path}" has no option "${one}" (it has ${listed(known)})`);
}

/**
 * @param {any[]} properties those that are shown @param {Record<string, any>} values @param {string} [path]
 * @returns {string[]}
 */
function problemsOfFields(properties, values, path = '') {
	return Object.entries(values).flatMap(([name, value]) => {
		const fitting = properties.filter((property) => property.name === name);
		if (fitting.length === 0) {
			return [
				`there is no parameter "${path}${name}" (there is ${listed([...new Set(properties.map((property) => property.name))])})`,
			];
		}
		const problems = fitting.map((property) => problemsOfValue(property, value, path + name));
		return problems.find(({ length }) => length === 0) ?? problems[0];
	});
}

/** @param {any} node @param {Description|undefined} description @returns {string[]} */
function problemsOfNode(node, description) {
	if (!description) return [`there is no node "${node.type}"`];
	const { properties, version, credentials = [] } = description;
	if (![version].flat().includes(node.typeVersion))
		return [`there is no version ${node.typeVersion} of the node`];
	const known = credentials.map((/** @type {any} */ { name }) => name);
	const problems = Object.keys(node.credentials ?? {})
		.filter((name) => !known.includes(name))
		.map((name) => `there is no credential "${name}" (there is ${listed(known)})`);

	const whole = {
		...NodeHelpers.getNodeParameters(properties, node.parameters, true, true, node, description),
		...node.parameters,
	};
	const isShown = (/** @type {any} */ property) =>
		NodeHelpers.displayParameter(whole, property, node, description);
	const shown = properties.filter(isShown);
	// Where one of these is unknown, no field is shown, and there is no more to say.
	for (const name of ['resource', 'operation']) {
		const property = shown.find((/** @type {any} */ candidate) => candidate.name === name);
		const wrong = property && name in whole ? problemsOfValue(property, whole[name], name) : [];
		if (wrong.length > 0) return [...problems, ...wrong];
	}
	return [...problems, ...problemsOfFields(shown, node.parameters)];
}

/**
 * @param {{ nodes: any[] }} workflow
 * @param {(type: string) => Description|undefined} find the description of a node of this package by its name there
 * @returns {string[]} one line for each thing that the package does not know any more, with the node's name before it
 */
function problemsOf({ nodes }, find) {
	return nodes
		.filter(({ type }) => type.startsWith(`${packageName}.`))
		.flatMap((node) =>
			problemsOfNode(node, find(node.type.slice(packageName.length + 1))).map(
				(problem) => `"${node.name}": ${problem}`,
			),
		);
}

module.exports = { problemsOf };
