import type { WebhookDefinition } from '../../shared/webhook/types';
import { selarti } from '../vendor';
import { endedSubjects, identity, read } from './event';
import { filter } from './filters';
import { verify } from './verify';

/** Selarti's webhooks. */
export const webhooks: WebhookDefinition = {
	vendor: selarti,
	secretsCredential: 'selartiWebhookApi',
	read,
	filter,
	identity,
	endedSubjects,
	verify,
};
