import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { isValues } from '../contract/values';
import type { Values } from '../contract/values';
import { packageName } from './';
import { hasOptions, innerFieldsOf, isExpression, optionValuesOf } from './fields';

/** Finds the description of a node by its name in the package, as n8n's editor gets it. */
export type FindDescription = (name: string) => INodeTypeDescription | undefined;

const listed = (names: unknown[]) => (names.length > 0 ? names.join(', ') : 'none');

/** What is wrong with the mode of a resource locator. */
function problemsOfMode({ modes = [] }: INodeProperties, value: unknown, path: string): string[] {
	const known = modes.map(({ name }) => name);
	const mode = isValues(value) ? value.mode : undefined;
	return known.some((name) => name === mode)
		? []
		: [`the parameter "${path}" has no mode "${mode}" (it has ${listed(known)})`];
}

function problemsOfValue(property: INodeProperties, value: unknown, path: string): string[] {
	if (property.type === 'collection')
		return problemsOfFields(innerFieldsOf(property), value as Values, `${path}.`);
	if (property.type === 'resourceLocator') return problemsOfMode(property, value, path);
	if (!hasOptions(property) || isExpression(value)) return [];
	const known: unknown[] = optionValuesOf(property);
	const chosen: unknown[] = [value].flat();
	return chosen
		.filter((one) => !isExpression(one) && !known.includes(one))
		.map((one) => `the parameter "${path}" has no option "${one}" (it has ${listed(known)})`);
}

/** @param properties the fields that are shown */
function problemsOfFields(properties: INodeProperties[], values: Values, path = ''): string[] {
	const known = [...new Set(properties.map(({ name }) => name))];
	return Object.entries(values).flatMap(([name, value]) => {
		const matching = properties.filter((property) => property.name === name);
		if (matching.length === 0)
			return [`there is no parameter "${path}${name}" (there is ${listed(known)})`];
		const problems = matching.map((property) => problemsOfValue(property, value, path + name));
		return problems.find(({ length }) => length === 0) ?? problems[0];
	});
}

function problemsOfCredentials(node: INode, { credentials = [] }: INodeTypeDescription): string[] {
	const known = credentials.map(({ name }) => name);
	return Object.keys(node.credentials ?? {})
		.filter((name) => !known.includes(name))
		.map((name) => `there is no credential "${name}" (there is ${listed(known)})`);
}

function problemsOfParameters(node: INode, description: INodeTypeDescription): string[] {
	const { properties } = description;
	const whole = {
		...NodeHelpers.getNodeParameters(properties, node.parameters, true, true, node, description),
		...node.parameters,
	} as INodeParameters;
	const shown = properties.filter((property) =>
		NodeHelpers.displayParameter(whole, property, node, description),
	);
	// Where one of these is unknown, no field is shown, and there is no more to say.
	for (const name of ['resource', 'operation']) {
		const property = shown.find((candidate) => candidate.name === name);
		const problems = property && name in whole ? problemsOfValue(property, whole[name], name) : [];
		if (problems.length > 0) return problems;
	}
	return problemsOfFields(shown, node.parameters);
}

function problemsOfNode(node: INode, description: INodeTypeDescription | undefined): string[] {
	if (!description) return [`there is no node "${node.type}"`];
	if (![description.version].flat().includes(node.typeVersion))
		return [`there is no version ${node.typeVersion} of the node`];
	return [...problemsOfCredentials(node, description), ...problemsOfParameters(node, description)];
}

/**
 * Checks that the nodes of this package know every name and value in a workflow.
 *
 * @returns a line for each that they do not know, with the node's name before it
 */
export function problemsOf({ nodes }: { nodes: INode[] }, find: FindDescription): string[] {
	return nodes
		.filter(({ type }) => type.startsWith(`${packageName}.`))
		.flatMap((node) =>
			problemsOfNode(node, find(node.type.slice(packageName.length + 1))).map(
				(problem) => `"${node.name}": ${problem}`,
			),
		);
}
