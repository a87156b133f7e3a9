import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createPoll, pollingTriggerDescription } from '../shared/polling/trigger';
import { listSearch } from './listSearch';
import { events, properties } from './polling';
import { vardast } from './vendor';

export class VardastTrigger implements INodeType {
	description: INodeTypeDescription = {
		...pollingTriggerDescription(properties),
		displayName: 'Vardast Trigger',
		name: 'vardastTrigger',
		icon: { light: 'file:../../icons/vardast.svg', dark: 'file:../../icons/vardast.dark.svg' },
		subtitle: '={{ $parameter["triggerOn"] }}',
		description:
			'Start a workflow when there is a new contact, message or order; the actions answer, send and read',
		defaults: { name: 'Vardast Trigger' },
		credentials: [{ name: 'vardastApi', required: true }],
	};

	methods = {
		listSearch: {
			searchChannels: listSearch.searchChannels,
			searchContacts: listSearch.searchContacts,
		},
	};

	poll = createPoll(vardast, events);
}
