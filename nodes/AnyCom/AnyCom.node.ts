import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createCustomOperations } from '../shared/operations/customOperations';
import { buildProperties } from '../shared/operations/description';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { anyCom } from './vendor';

export class AnyCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AnyCom',
		name: 'anyCom',
		icon: { light: 'file:../../icons/anyCom.svg', dark: 'file:../../icons/anyCom.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send WhatsApp messages, steer the bot and run the live chat of AnyCom',
		defaults: { name: 'AnyCom' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'anyComApi', required: true }],
		// The documented address; the credential has the one that is used. An expression here would cost more than the request.
		requestDefaults: { baseURL: anyCom.defaultBaseUrl },
		properties: buildProperties(anyCom, resources),
	};

	customOperations = createCustomOperations(anyCom, resources);

	methods = { listSearch };
}
