import type { Source } from '../../shared/webhook/source';
import { selarti } from '../vendor';
import { confirm } from './confirm';
import { identity, read } from './event';
import { filter } from './filters';
import { sample } from './sample';

/** Selarti's webhooks. */
export const webhooks: Source = {
	vendor: selarti,
	secrets: 'selartiWebhookApi',
	read,
	filter,
	identity,
	confirm,
	sample,
};
