import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { webhookTriggerDescription, webhookTriggerProperties } from '../shared/webhook/description';
import { testSecrets } from '../shared/webhook/secrets';
import { handleWebhook, manualWebhookMethods } from '../shared/webhook/trigger';
import { listSearch } from './listSearch';
import { webhooks } from './trigger';
import { filters, triggerOn } from './trigger/filters';

const { searchModels } = listSearch;

export class NaxonAiTrigger implements INodeType {
	description: INodeTypeDescription = {
		...webhookTriggerDescription(),
		displayName: 'Naxon AI Trigger',
		name: 'naxonAiTrigger',
		icon: { light: 'file:../../icons/naxonAi.svg', dark: 'file:../../icons/naxonAi.dark.svg' },
		subtitle: '={{ $parameter["triggerOn"] }}',
		description:
			'Start a workflow when a keyword is detected in a conversation; the actions read models, conversations and messages',
		eventTriggerDescription: 'Use the keyword in a conversation with your model',
		activationMessage: 'Naxon AI can now call the Production URL.',
		defaults: { name: 'Naxon AI Trigger' },
		credentials: [
			{
				name: 'naxonAiWebhookApi',
				required: true,
				testedBy: 'testSecrets',
				displayOptions: { show: { authentication: ['queryToken', 'headerAuth', 'basicAuth'] } },
			},
			{ name: 'naxonAiApi', required: false, displayName: 'Naxon AI API, to verify and for lists' },
		],
		properties: webhookTriggerProperties('Naxon AI', {
			setUp:
				'Set this up in the Naxon AI dashboard:<ul><li>Add a webhook for keyword notifications, and the keywords.</li><li>As its URL, paste the Production URL from above and add ?token= and the token of your credential.</li><li>Save it there, and publish (activate) this workflow. To try it out, use the Test URL in the same way while n8n listens.</li></ul>',
			triggerOn,
			filters,
		}),
	};

	methods = {
		listSearch: { searchModels },
		credentialTest: { testSecrets },
	};

	webhookMethods = { default: manualWebhookMethods(webhooks) };

	/** Receives an event from Naxon AI. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this, webhooks);
	}
}
