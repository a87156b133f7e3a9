import type { Source } from '../../shared/webhook/source';
import { naxonAi } from '../vendor';
import { confirm } from './confirm';
import { identity, read } from './event';
import { filter } from './filters';
import { sample } from './sample';

/** Naxon AI's webhooks. */
export const webhooks: Source = {
	vendor: naxonAi,
	secrets: 'naxonAiWebhookApi',
	read,
	filter,
	identity,
	confirm,
	sample,
};
