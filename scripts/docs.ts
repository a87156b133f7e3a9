/**
 * Writes docs/operations.md from the nodes, and docs/api/<vendor>.md from the contracts. A test compares the pages with what
 * they are made from.
 */

import '../test/support/engine/setup';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';
import { loadPackage, nodeTypeOf, root } from '../test/support/engine';
import { vendors } from '../test/support/vendors';
import type { VendorSupport } from '../test/support/vendors';
import type { WireRequest } from '../test/support/contract/types';
import { runScript } from './runScript';

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
export function operationsPage(loader: PackageDirectoryLoader): string {
	const intro = [
		'# Operations',
		'',
		'Made from the nodes by `npm run docs`. Fields in bold are required; a colon leads to the optional fields of a collection.',
	];
	const sections = Object.keys(loader.nodeTypes)
		.sort()
		.flatMap((name) => {
			const { description } = nodeTypeOf(loader, name);
			const resources = description.properties.find((property) => property.name === 'resource');
			return [
				'',
				...(resources ? nodeSection(description, resources) : triggerSection(description)),
			];
		});
	return `${[...intro, ...sections].join('\n')}\n`;
}

/** The option of an operation, and the name of its resource. */
function findOperation({ properties }: INodeTypeDescription, resource: string, operation: string) {
	const resources = properties.find(({ name }) => name === 'resource');
	const operations = properties.find(
		(property) => property.name === 'operation' && isShownFor(property, 'resource', resource),
	);
	const find = (property: INodeProperties | undefined, value: string) =>
		property && optionsOf(property).find((option) => option.value === value);
	return { resource: find(resources, resource), operation: find(operations, operation) };
}

/** A request as the vendor's document shows it; some vendors have one path for all, and distinguish requests by the body. */
function requestCell({ method, path }: WireRequest, constants: object): string {
	const texts = Object.entries(constants).filter(([, value]) => typeof value === 'string');
	const body = texts.map(([key, value]) => `${key} ${value === '' ? '""' : value}`).join(', ');
	return `\`${method} ${path}\`${body === '' ? '' : ` (${body})`}`;
}

const inventoryNumber = ({ number }: { number: string }) => Number(number.slice(1));

/** The numbers that comments and tests use for the requests of a vendor's document. */
export function apiPage(loader: PackageDirectoryLoader, vendor: VendorSupport): string {
	const { description } = nodeTypeOf(loader, vendor.key);
	const rows = vendor.contract.rows
		.toSorted((a, b) => inventoryNumber(a) - inventoryNumber(b))
		.map(({ number, resource, operation, wire }) => {
			const found = findOperation(description, resource, operation);
			const request = requestCell(wire, Object(found.operation?.routing?.request?.body));
			const file = `nodes/${vendor.folder}/resources/${resource}/${operation}.ts`;
			const name = `${found.resource?.name}: ${found.operation?.name}`;
			return `| ${number} | ${request} | [${name}](../../${file}) |`;
		});
	return `${[
		`# ${vendor.name}: the documented requests`,
		'',
		'Made from the contract by `npm run docs`. Comments and tests use the numbers.',
		'',
		'| Number | Request | Operation |',
		'|---|---|---|',
		...new Set(rows),
	].join('\n')}\n`;
}

/** All generated pages, by their path in the project. */
export function pages(loader: PackageDirectoryLoader): Record<string, string> {
	const api = vendors.map((vendor) => [`docs/api/${vendor.key}.md`, apiPage(loader, vendor)]);
	return { 'docs/operations.md': operationsPage(loader), ...Object.fromEntries(api) };
}

if (require.main === module) {
	runScript(async () => {
		mkdirSync(join(root, 'docs', 'api'), { recursive: true });
		for (const [path, text] of Object.entries(pages(await loadPackage())))
			writeFileSync(join(root, path), text);
	});
}
