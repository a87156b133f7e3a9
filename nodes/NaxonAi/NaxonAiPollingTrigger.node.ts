import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createPoll, pollingTriggerDescription } from '../shared/polling/trigger';
import { listSearch } from './listSearch';
import { events, properties } from './polling';
import { naxonAi } from './vendor';

export class NaxonAiPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		...pollingTriggerDescription(properties),
		displayName: 'Naxon AI Polling Trigger',
		name: 'naxonAiPollingTrigger',
		icon: { light: 'file:../../icons/naxonAi.svg', dark: 'file:../../icons/naxonAi.dark.svg' },
		subtitle: '={{ $parameter["triggerOn"] }}',
		description:
			'Start a workflow when Naxon AI has a new or updated conversation. Naxon AI is asked for them at the times you set.',
		defaults: { name: 'Naxon AI Polling Trigger' },
		credentials: [{ name: 'naxonAiApi', required: true }],
	};

	methods = { listSearch: { searchModels: listSearch.searchModels } };

	poll = createPoll(naxonAi, events);
}
