/**
 * Whether a saved workflow still says something to the nodes: every name and value in it must be known to them.
 */

import { NodeHelpers } from 'n8n-workflow';
import { packageName } from './';
import { isExpression } from './fields';

/** of a node, as n8n's editor gets it */
export type Description = any;

const listed = (names: string[]) => (names.length > 0 ? names.join(', ') : 'none');

/** @returns what is wrong with the value */
function problemsOfValue(property: any, value: any, path: string): string[] {
	if (property.type === 'collection') return problemsOfFields(property.options, value, `${path}.`);
	if (property.type === 'resourceLocator') {
		const modes = property.modes.map(({ name }: any) => name);
		return modes.includes(value?.mode)
			? []
			: [`the parameter "${path}" has no mode "${value?.mode}" (it has ${listed(modes)})`];
	}
	if (!['options', 'multiOptions'].includes(property.type) || isExpression(value)) return [];
	const known = property.options.map((option: any) => option.value);
	return [value]
		.flat()
		.filter((one) => !isExpression(one) && !known.includes(one))
		.map((one) => `the parameter "${path}" has no option "${one}" (it has ${listed(known)})`);
}

/** @param properties those that are shown */
function problemsOfFields(
	properties: any[],
	values: Record<string, any>,
	path: string = '',
): string[] {
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

function problemsOfNode(node: any, description: Description | undefined): string[] {
	if (!description) return [`there is no node "${node.type}"`];
	const { properties, version, credentials = [] } = description;
	if (![version].flat().includes(node.typeVersion))
		return [`there is no version ${node.typeVersion} of the node`];
	const known = credentials.map(({ name }: any) => name);
	const problems = Object.keys(node.credentials ?? {})
		.filter((name) => !known.includes(name))
		.map((name) => `there is no credential "${name}" (there is ${listed(known)})`);

	const whole = {
		...NodeHelpers.getNodeParameters(properties, node.parameters, true, true, node, description),
		...node.parameters,
	};
	const isShown = (property: any) =>
		NodeHelpers.displayParameter(whole, property, node, description);
	const shown = properties.filter(isShown);
	// Where one of these is unknown, no field is shown, and there is no more to say.
	for (const name of ['resource', 'operation']) {
		const property = shown.find((candidate: any) => candidate.name === name);
		const wrong = property && name in whole ? problemsOfValue(property, whole[name], name) : [];
		if (wrong.length > 0) return [...problems, ...wrong];
	}
	return [...problems, ...problemsOfFields(shown, node.parameters)];
}

/**
 * @param find the description of a node of this package by its name there
 * @returns one line for each thing that the package does not know any more, with the node's name before it
 */
export function problemsOf(
	{ nodes }: { nodes: any[] },
	find: (type: string) => Description | undefined,
): string[] {
	return nodes
		.filter(({ type }) => type.startsWith(`${packageName}.`))
		.flatMap((node) =>
			problemsOfNode(node, find(node.type.slice(packageName.length + 1))).map(
				(problem) => `"${node.name}": ${problem}`,
			),
		);
}
