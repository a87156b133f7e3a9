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

const { searchChannels, searchCompanies, searchTasks } = listSearch;

export class SelartiTrigger implements INodeType {
	description: INodeTypeDescription = {
		...webhookTriggerDescription(),
		displayName: 'Selarti Trigger',
		name: 'selartiTrigger',
		icon: { light: 'file:../../icons/selarti.svg', dark: 'file:../../icons/selarti.dark.svg' },
		subtitle: '={{ $parameter["triggerOn"].join(", ") }}',
		description:
			'Start a workflow when something is said in a dialog or it gets a tag; the actions send messages and lead dialogs',
		eventTriggerDescription: 'Write in a dialog of a task that has the integration',
		activationMessage: 'Selarti can now call the Production URL.',
		defaults: { name: 'Selarti Trigger' },
		credentials: [
			{
				name: 'selartiWebhookApi',
				required: true,
				testedBy: 'testSecrets',
				displayOptions: { show: { authentication: ['queryToken', 'headerAuth', 'basicAuth'] } },
			},
			{ name: 'selartiApi', required: false, displayName: 'Selarti API, to verify and for lists' },
		],
		properties: webhookTriggerProperties('Selarti', {
			setUp:
				'Set this up in the <a href="https://selarti.com/panel?menu=integration" target="_blank">Selarti panel</a>:<ul><li>Open "Integration", click "Create integration" and choose the type "Another".</li><li>Enter a name. As "webhook url", paste the Production URL from above and add ?token= and the token of your credential.</li><li>As "webhook type", choose what you choose below, e.g. "All messages". Each type needs an integration of its own.</li><li>Click "Create integration", and choose it in your task.</li><li>Publish (activate) this workflow. To try it out, use the Test URL in the same way while n8n listens.</li></ul>',
			triggerOn,
			filters,
		}),
	};

	methods = {
		listSearch: { searchChannels, searchCompanies, searchTasks },
		credentialTest: { testSecrets },
	};

	webhookMethods = { default: manualWebhookMethods(webhooks) };

	/** Receives an event from Selarti. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this, webhooks);
	}
}
