'use strict';

/**
 * Writes docs/operations.md from the nodes themselves. A test compares the page with what stands here, so it can't
 * fall behind.
 */

const { writeFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

/** @param {string} text */
const cell = (text) => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

/** @param {any} property */
const isShown = (property) =>
	!['resource', 'operation', 'notice'].includes(property.name) && property.type !== 'notice';

/**
 * The fields of an operation: required ones as they are, others in brackets, those of a collection after its name.
 *
 * @param {any[]} properties @param {string} resource @param {string} operation
 */
function fieldsOf(properties, resource, operation) {
	return properties
		.filter(
			({ displayOptions: { show = {} } = {} }) =>
				show.resource?.includes(resource) && show.operation?.includes(operation),
		)
		.filter(isShown)
		.map((property) => {
			if (property.type === 'collection') {
				return `${property.displayName}: ${property.options.map((/** @type {any} */ inner) => inner.displayName).join(', ')}`;
			}
			return property.required ? `**${property.displayName}**` : property.displayName;
		})
		.join('; ');
}

/** A trigger: what it starts on, and its other fields. @param {any} description */
function triggerOf(description) {
	const [event, ...others] = description.properties
		.filter(isShown)
		.sort(
			(/** @type {any} */ a, /** @type {any} */ b) =>
				Number(b.displayName === 'Trigger On') - Number(a.displayName === 'Trigger On'),
		);
	const starts = event.displayName === 'Trigger On' && event.options ? event.options : [];
	const fields = (starts.length > 0 ? others : [event, ...others]).map(
		({ displayName }) => displayName,
	);
	return [
		`## ${description.displayName}`,
		'',
		`${cell(description.description)}.`,
		'',
		...(starts.length > 0
			? [
					'| Trigger on | |',
					'|---|---|',
					...starts.map(
						(/** @type {any} */ { name, description: what = '' }) => `| ${name} | ${cell(what)} |`,
					),
					'',
				]
			: []),
		`Fields: ${[...new Set(fields)].join(', ')}.`,
	];
}

/** The page. @param {any} loader n8n's loader after it has read the package */
function operationsPage(loader) {
	const lines = [
		'# Operations',
		'',
		'Made from the nodes by `npm run docs`. Fields in bold are required; a colon leads to the optional fields of a collection.',
	];
	for (const name of Object.keys(loader.nodeTypes).sort()) {
		const { description } = loader.nodeTypes[name].type;
		const { properties } = description;
		const resources = properties.find(
			(/** @type {any} */ property) => property.name === 'resource',
		);
		if (!resources) {
			lines.push('', ...triggerOf(description));
			continue;
		}
		lines.push('', `## ${description.displayName}`, '', cell(description.description) + '.', '');
		lines.push('| Resource | Operation | What it does | Fields |', '|---|---|---|---|');
		for (const resource of resources.options) {
			const operations = properties.find(
				(/** @type {any} */ property) =>
					property.name === 'operation' &&
					property.displayOptions.show.resource.includes(resource.value),
			);
			for (const operation of operations.options) {
				lines.push(
					`| ${resource.name} | ${operation.name} | ${cell(operation.description)} | ${cell(fieldsOf(properties, resource.value, operation.value))} |`,
				);
			}
		}
	}
	return `${lines.join('\n')}\n`;
}

async function main() {
	require('../test/engine/setup');
	const { loadPackage, root } = require('../test/engine');
	mkdirSync(join(root, 'docs'), { recursive: true });
	writeFileSync(join(root, 'docs', 'operations.md'), operationsPage(await loadPackage()));
	process.exit(0);
}

if (require.main === module) void main();

module.exports = { operationsPage };
