import { ai } from './ai';
import { channel } from './channel';
import { company } from './company';
import { gptVersion } from './gptVersion';
import { message } from './message';
import { target } from './target';
import { task } from './task';
import { telegramUser } from './telegramUser';
import { thread } from './thread';

/** All that the node can do, in the order it is shown. */
export const resources = [
	ai,
	channel,
	company,
	gptVersion,
	message,
	target,
	task,
	telegramUser,
	thread,
];
