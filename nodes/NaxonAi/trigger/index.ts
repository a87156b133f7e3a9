import type { WebhookDefinition } from '../../shared/webhook/source';
import { naxonAi } from '../vendor';
import { verify } from './confirm';
import { identity, read } from './event';
import { filter } from './filters';
import { sample } from './sample';

/** Naxon AI's webhooks. */
export const webhooks: WebhookDefinition = {
	vendor: naxonAi,
	secretsCredential: 'naxonAiWebhookApi',
	read,
	filter,
	identity,
	verify,
	sample,
};
