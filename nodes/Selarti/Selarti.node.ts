import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { actionNodeDescription } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { selarti } from './vendor';

export class Selarti implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Selarti',
		name: 'selarti',
		icon: { light: 'file:../../icons/selarti.svg', dark: 'file:../../icons/selarti.dark.svg' },
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send messages, lead dialogs and manage the AI sales managers of Selarti',
		usableAsTool: true,
		...actionNodeDescription(selarti, resources),
	};

	customOperations = createCustomOperations(selarti, resources);

	methods = { listSearch };
}
