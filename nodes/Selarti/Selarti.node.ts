import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { buildProperties } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { selarti } from './vendor';

export class Selarti implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Selarti',
		name: 'selarti',
		icon: { light: 'file:../../icons/selarti.svg', dark: 'file:../../icons/selarti.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send messages, lead dialogs and manage the AI sales managers of Selarti',
		defaults: { name: 'Selarti' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'selartiApi', required: true }],
		// The documented address; the credential has the one that is used. An expression here would cost more than the request.
		requestDefaults: { baseURL: selarti.defaultBaseUrl },
		properties: buildProperties(selarti, resources),
	};

	customOperations = createCustomOperations(selarti, resources);

	methods = { listSearch };
}
