/** Writes docs/operations.md from the nodes themselves. A test compares the page with the nodes, so it stays up to date. */

import '../test/support/engine/setup';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { loadPackage, root } from '../test/support/engine';
import { runScript } from './runScript';

/** n8n's loader after it has read the package. */
interface Loader {
	nodeTypes: Record<string, { type: { description: INodeTypeDescription } }>;
}

const cell = (text = ''): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

const isListed = ({ name, type }: INodeProperties): boolean =>
	!['resource', 'operation', 'notice'].includes(name) && type !== 'notice';

const optionsOf = ({ options = [] }: INodeProperties) => options as INodePropertyOptions[];

const isShownFor = (property: INodeProperties, name: string, value: unknown): boolean =>
	property.displayOptions?.show?.[name]?.some((shown) => shown === value) ?? false;

/** The fields of an operation: required ones in bold, a collection with its fields after a colon. */
function fieldsOf(properties: INodeProperties[], resource: unknown, operation: unknown): string {
	return properties
		.filter((property) => isShownFor(property, 'resource', resource))
		.filter((property) => isShownFor(property, 'operation', operation) && isListed(property))
		.map((property) => {
			const { type, displayName, required } = property;
			if (type !== 'collection') return required ? `**${displayName}**` : displayName;
			const names = (property.options as INodeProperties[]).map((inner) => inner.displayName);
			return `${displayName}: ${names.join(', ')}`;
		})
		.join('; ');
}

/** A trigger: the events it starts on, and its other fields. */
function triggerSection({ displayName, description, properties }: INodeTypeDescription): string[] {
	const fields = properties.filter(isListed);
	const events = fields.find((field) => field.displayName === 'Trigger On' && field.options);
	const rows = events
		? optionsOf(events).map(({ name, description: what }) => `| ${name} | ${cell(what)} |`)
		: [];
	const names = fields.filter((field) => field !== events).map((field) => field.displayName);
	return [
		`## ${displayName}`,
		'',
		`${cell(description)}.`,
		'',
		...(rows.length > 0 ? ['| Trigger on | |', '|---|---|', ...rows, ''] : []),
		`Fields: ${[...new Set(names)].join(', ')}.`,
	];
}

function nodeSection(
	{ displayName, description, properties }: INodeTypeDescription,
	resources: INodeProperties,
): string[] {
	const rows = optionsOf(resources).flatMap((resource) => {
		const operations = properties.find(
			(property) =>
				property.name === 'operation' && isShownFor(property, 'resource', resource.value),
		);
		return (operations ? optionsOf(operations) : []).map((operation) => {
			const fields = fieldsOf(properties, resource.value, operation.value);
			return `| ${resource.name} | ${operation.name} | ${cell(operation.description)} | ${cell(fields)} |`;
		});
	});
	const head = ['| Resource | Operation | What it does | Fields |', '|---|---|---|---|'];
	return [`## ${displayName}`, '', cell(description) + '.', '', ...head, ...rows];
}

/** The page in Markdown. */
export function operationsPage({ nodeTypes }: Loader): string {
	const intro = [
		'# Operations',
		'',
		'Made from the nodes by `npm run docs`. Fields in bold are required; a colon leads to the optional fields of a collection.',
	];
	const sections = Object.keys(nodeTypes)
		.sort()
		.flatMap((name) => {
			const { description } = nodeTypes[name].type;
			const resources = description.properties.find((property) => property.name === 'resource');
			return [
				'',
				...(resources ? nodeSection(description, resources) : triggerSection(description)),
			];
		});
	return `${[...intro, ...sections].join('\n')}\n`;
}

if (require.main === module) {
	runScript(async () => {
		writeFileSync(join(root, 'docs', 'operations.md'), operationsPage(await loadPackage()));
	});
}
