import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { actionNodeDescription } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { anyCom } from './vendor';

export class AnyCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AnyCom',
		name: 'anyCom',
		icon: { light: 'file:../../icons/anyCom.svg', dark: 'file:../../icons/anyCom.dark.svg' },
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send WhatsApp messages, steer the bot and run the live chat of AnyCom',
		usableAsTool: true,
		...actionNodeDescription(anyCom, resources),
	};

	customOperations = createCustomOperations(anyCom, resources);

	methods = { listSearch };
}
