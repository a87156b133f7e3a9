import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { buildProperties } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { naxonAi } from './vendor';

export class NaxonAi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Naxon AI',
		name: 'naxonAi',
		icon: { light: 'file:../../icons/naxonAi.svg', dark: 'file:../../icons/naxonAi.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read the models, conversations and messages of Naxon AI',
		defaults: { name: 'Naxon AI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'naxonAiApi', required: true }],
		// The address is in the credential alone. An expression here would cost more than the request.
		requestDefaults: {},
		properties: buildProperties(naxonAi, resources),
	};

	customOperations = createCustomOperations(naxonAi, resources);

	methods = { listSearch };
}
