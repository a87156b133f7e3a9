import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { createPoll, pollingTriggerDescription } from '../shared/polling/trigger';
import { listSearch } from './listSearch';
import { events, properties } from './polling';
import { anyCom } from './vendor';

export class AnyComTrigger implements INodeType {
	description: INodeTypeDescription = {
		...pollingTriggerDescription(properties),
		displayName: 'AnyCom Trigger',
		name: 'anyComTrigger',
		icon: { light: 'file:../../icons/anyCom.svg', dark: 'file:../../icons/anyCom.dark.svg' },
		subtitle: '={{ $parameter["triggerOn"] }}',
		description:
			'Start a workflow when a customer waits or changes state, or a channel goes down; the actions send messages and steer the desk',
		defaults: { name: 'AnyCom Trigger' },
		credentials: [{ name: 'anyComApi', required: true }],
	};

	methods = { listSearch: { searchChannels: listSearch.searchChannels } };

	poll = createPoll(anyCom, events);
}
