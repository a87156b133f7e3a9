import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { actionNodeDescription } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { vardast } from './vendor';

export class Vardast implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Vardast',
		name: 'vardast',
		icon: { light: 'file:../../icons/vardast.svg', dark: 'file:../../icons/vardast.dark.svg' },
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Answer messages with AI assistants and read the contacts, orders and usage of Vardast',
		usableAsTool: true,
		...actionNodeDescription(vardast, resources),
	};

	customOperations = createCustomOperations(vardast, resources);

	methods = { listSearch };
}
