/** Nodes of this package as tools of n8n's AI Agent, set up as n8n's editor does. */

import assert from 'node:assert/strict';
import { NodeHelpers } from 'n8n-workflow';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { name as packageName } from '../../../package.json';
import type { WorkflowNode } from '../../../scripts/n8n/client';
import { vendors } from '../../support/vendors';
import type { AgentTool } from '../../support/vendors/types';
import type { Instance, Vendor } from '../instance';

/** An operation of a node, as its tool has it. */
export interface ToolOperation {
	resource: string;
	operation: string;
	/** As the node panel shows it. */
	description: string;
	/** The fields that are shown with it. */
	fields: INodeProperties[];
}

/** What n8n adds to the operations of a node whose credential its HTTP Request node can use (n8n 2.41.1). */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

const optionsOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options as INodePropertyOptions[];

/** Whether a field is shown only with the given value of another one. */
const isShownWith = ({ displayOptions }: INodeProperties, name: string, value: string): boolean =>
	displayOptions?.show?.[name]?.includes(value) ?? false;

function operationsOf({ properties }: INodeTypeDescription): ToolOperation[] {
	const resources = properties
		.filter(({ name }) => name === 'resource')
		.flatMap(optionsOf)
		.filter(({ value }) => value !== CUSTOM_API_CALL);
	return resources.flatMap(({ value }) => {
		const resource = String(value);
		const ofResource = properties.filter((field) => isShownWith(field, 'resource', resource));
		const operations = ofResource
			.filter(({ name }) => name === 'operation')
			.flatMap(optionsOf)
			.filter(({ value: operation }) => operation !== CUSTOM_API_CALL);
		return operations.map(({ value: operationValue, description = '' }) => {
			const operation = String(operationValue);
			const fields = ofResource.filter((field) => isShownWith(field, 'operation', operation));
			return { resource, operation, description, fields };
		});
	});
}

/** The name of a parameter as the model sees it. */
const toParameterName = ({ displayName }: INodeProperties): string =>
	displayName.replace(/[^a-zA-Z0-9_-]+/g, '_');

/** A field that the model fills, as the editor's button for it writes it. */
function toModelField(field: INodeProperties): INodeParameters[string] {
	const type = ['number', 'boolean'].includes(field.type) ? field.type : 'string';
	const args = `'${toParameterName(field)}', \`${field.description ?? ''}\`, '${type}'`;
	const value = `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI(${args}) }}`;
	return field.type === 'resourceLocator' ? { __rl: true, mode: 'id', value } : value;
}

export class VendorTools {
	private constructor(
		/** What n8n made of each vendor's node as a tool, by the vendor's key. */
		private readonly descriptions: Map<string, INodeTypeDescription>,
		private readonly credentials: Instance['credentials'],
	) {}

	/** @throws When n8n does not offer a vendor's node as a tool. */
	static async load({ client, credentials }: Instance): Promise<VendorTools> {
		const all = await client.getNodeDescriptions();
		const descriptions = vendors.map(({ key }): [string, INodeTypeDescription] => {
			const type = `${packageName}.${key}Tool`;
			const description = all.find(({ name }) => name === type);
			assert(description, `n8n offers no tool ${type}: has the node usableAsTool?`);
			return [key, description];
		});
		return new VendorTools(new Map(descriptions), credentials);
	}

	displayName({ key }: Vendor): string {
		return this.description(key).displayName;
	}

	operations({ key }: Vendor): ToolOperation[] {
		return operationsOf(this.description(key));
	}

	/** Returns a node that an agent can use, under the name that the editor gives it. */
	createNode(vendor: Vendor, tool: AgentTool): WorkflowNode {
		const [resource, operation, { model, fixed = {} } = {}] = tool;
		const found = this.operations(vendor).find(
			(candidate) => candidate.resource === resource && candidate.operation === operation,
		);
		assert(found, `${vendor.name} has no operation ${resource}.${operation}`);
		const filled = found.fields.filter(({ name, required, type }) =>
			model ? model.includes(name) : required && type !== 'options',
		);
		const parameters: INodeParameters = {
			descriptionType: 'auto',
			resource,
			operation,
			...Object.fromEntries(filled.map((field) => [field.name, toModelField(field)])),
			...fixed,
		};
		const name = NodeHelpers.makeNodeName(parameters, this.description(vendor.key));
		const credential = this.credentials.get(vendor.credentialType);
		assert(credential, `there is no credential ${vendor.credentialType}`);
		return {
			id: name,
			name,
			type: `${packageName}.${vendor.key}Tool`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { [vendor.credentialType]: credential },
		};
	}

	private description(key: string): INodeTypeDescription {
		return this.descriptions.get(key) as INodeTypeDescription;
	}
}
