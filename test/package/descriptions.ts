/** What n8n reads of a node and its files. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { root } from '../support/engine';
import { innerFieldsOf } from '../support/workflows/fields';

/** The codex file of a node. */
export interface Codex {
	node: string;
	categories: string[];
	alias: string[];
	resources: Record<'primaryDocumentation' | 'credentialDocumentation', Array<{ url: string }>>;
}

/** Every property of a node, also those of collections. */
export const allProperties = (properties: INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? allProperties(innerFieldsOf(property)) : []),
	]);

/** The files of the icons for light and dark mode. */
export const iconPathsOf = ({ iconUrl }: INodeTypeDescription | ICredentialType): string[] =>
	Object.values<string>({ ...(iconUrl as object) }).map((url) =>
		join(root, url.replace(/^icons\/[^/]+\//, '')),
	);

/** Reads the codex of a node, by its folder and the name of its class. */
export const readCodex = (folder: string, name: string): Codex =>
	JSON.parse(readFileSync(join(root, `dist/nodes/${folder}/${name}.node.json`), 'utf8'));

/** The list search methods that the resource locators use. */
export const usedLists = (properties: INodeProperties[]): Array<string | undefined> =>
	allProperties(properties)
		.filter(({ type }) => type === 'resourceLocator')
		.map(({ modes }) => modes?.[0].typeOptions?.searchListMethod);
