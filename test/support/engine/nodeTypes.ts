import { RoutingNode } from 'n8n-core';
import type { ExecuteContext, PackageDirectoryLoader } from 'n8n-core';
import { NodeHelpers } from 'n8n-workflow';
import type { IExecuteFunctions, INodeType, INodeTypes } from 'n8n-workflow';

import { nodeTypeOf, packageName } from './package';

const startTypes = ['test.start', 'n8n-nodes-base.manualTrigger'];

/** Stands for the node before the one under test and passes on what it gets. */
const start: INodeType = {
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
	description: {
		displayName: 'Start',
		name: 'start',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
};

/** Gives a declarative node its `execute` as n8n's server does. */
function withExecute(type: INodeType, routing: boolean): INodeType {
	if (type.execute || type.poll || type.trigger || type.webhook) return type;
	const routed: INodeType = Object.create(
		type,
		routing ? { customOperations: { value: undefined } } : {},
	);
	routed.execute = async function (this: IExecuteFunctions) {
		return (await new RoutingNode(this as ExecuteContext, type).runNode()) ?? [];
	};
	return routed;
}

/**
 * The register of node types that n8n's server keeps.
 *
 * @param routing whether n8n's routing runs the operations instead of the node's `customOperations`
 */
export function createNodeTypes(loader: PackageDirectoryLoader, routing = false): INodeTypes {
	const find = (type: string) => {
		if (startTypes.includes(type)) return start;
		const name = type.replace(`${packageName}.`, '');
		// The benchmarks add nodes of n8n's own, which have versions.
		const known = loader.nodeTypes[name]?.type;
		if (known && 'nodeVersions' in known) return known;
		return withExecute(nodeTypeOf(loader, name), routing);
	};
	return {
		getByName: find,
		getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(find(type), version),
		getKnownTypes: () => ({ ...loader.known.nodes }),
	};
}
