import { LoadOptionsContext } from 'n8n-core';
import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { nodeTypeOf } from './package';
import { prepare } from './prepare';
import type { NodeRun } from './prepare';

/** A list that the editor opens. */
export interface ListRequest extends NodeRun {
	/** The name of the list search method. */
	method: string;
	filter?: string;
	paginationToken?: string;
}

/**
 * Calls a list search method as the editor does.
 *
 * @throws what the method throws, and when the node has no such method
 */
export async function searchList(request: ListRequest): Promise<INodeListSearchResult> {
	const { loader, workflow, node, additionalData } = await prepare(request);
	const { methods } = nodeTypeOf(loader, request.node);
	const search = methods?.listSearch?.[request.method];
	if (!search) throw new Error(`the node ${request.node} has no list ${request.method}`);
	additionalData.currentNodeParameters = request.parameters as INodeParameters;
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	return await search.call(context, request.filter, request.paginationToken);
}
