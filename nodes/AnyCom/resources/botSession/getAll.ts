import type { Operation } from '../../../shared/operations/types';
import { simplifyBotSession } from '../../simplify';
import { command } from '../../vendor';

/** A8: bot/show. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many bot sessions',
	description: 'Get many sessions that customers have with the bot now',
	request: command('bot', 'show'),
	isRead: true,
	list: 'unpaged',
	output: { simplify: simplifyBotSession },
};
