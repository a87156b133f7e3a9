import type { WebhookDefinition } from '../../shared/webhook/source';
import { selarti } from '../vendor';
import { verify } from './confirm';
import { identity, read } from './event';
import { filter } from './filters';
import { sample } from './sample';

/** Selarti's webhooks. */
export const webhooks: WebhookDefinition = {
	vendor: selarti,
	secretsCredential: 'selartiWebhookApi',
	read,
	filter,
	identity,
	verify,
	sample,
};
