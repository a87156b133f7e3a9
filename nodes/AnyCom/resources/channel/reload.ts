import type { Operation } from '../../../shared/operations/types';
import { channel } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A5: chan/reload. */
export const reload: Operation = {
	name: 'Reload',
	value: 'reload',
	action: 'Reload a channel',
	description: 'Reload a WhatsApp channel',
	request: command('chan', 'reload', WHATSAPP),
	fields: [channel],
};
