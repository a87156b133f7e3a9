import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { buildProperties } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { vardast } from './vendor';

export class Vardast implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Vardast',
		name: 'vardast',
		icon: { light: 'file:../../icons/vardast.svg', dark: 'file:../../icons/vardast.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Answer messages with AI assistants and read the contacts, orders and usage of Vardast',
		defaults: { name: 'Vardast' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'vardastApi', required: true }],
		// The documented address; the credential has the one that is used. An expression here would cost more than the request.
		requestDefaults: { baseURL: vardast.defaultBaseUrl },
		properties: buildProperties(vardast, resources),
	};

	customOperations = createCustomOperations(vardast, resources);

	methods = { listSearch };
}
