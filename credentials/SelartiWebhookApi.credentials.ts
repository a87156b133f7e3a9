import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { secretFields } from '../nodes/shared/webhook/secrets';

export class SelartiWebhookApi implements ICredentialType {
	name = 'selartiWebhookApi';

	displayName = 'Selarti Webhook API';

	documentationUrl =
		'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#webhooks';

	icon = { light: 'file:../icons/selarti.svg', dark: 'file:../icons/selarti.dark.svg' } as const;

	properties: INodeProperties[] = secretFields();
}
