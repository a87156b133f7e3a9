import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { secretFields } from '../nodes/shared/webhook/secrets';

export class NaxonAiWebhookApi implements ICredentialType {
	name = 'naxonAiWebhookApi';

	displayName = 'Naxon AI Webhook API';

	documentationUrl =
		'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#webhooks';

	icon = { light: 'file:../icons/naxonAi.svg', dark: 'file:../icons/naxonAi.dark.svg' } as const;

	properties: INodeProperties[] = secretFields();
}
