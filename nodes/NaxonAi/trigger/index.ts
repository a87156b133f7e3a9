import type { WebhookDefinition } from '../../shared/webhook/types';
import { naxonAi } from '../vendor';
import { identity, read } from './event';
import { filter } from './filters';
import { verify } from './verify';

/** Naxon AI's webhooks. */
export const webhooks: WebhookDefinition = {
	vendor: naxonAi,
	secretsCredential: 'naxonAiWebhookApi',
	read,
	filter,
	identity,
	verify,
};
