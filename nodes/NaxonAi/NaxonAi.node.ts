import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { actionNodeDescription } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { naxonAi } from './vendor';

export class NaxonAi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Naxon AI',
		name: 'naxonAi',
		icon: { light: 'file:../../icons/naxonAi.svg', dark: 'file:../../icons/naxonAi.dark.svg' },
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read the models, conversations and messages of Naxon AI',
		usableAsTool: true,
		...actionNodeDescription(naxonAi, resources),
	};

	customOperations = createCustomOperations(naxonAi, resources);

	methods = { listSearch };
}
