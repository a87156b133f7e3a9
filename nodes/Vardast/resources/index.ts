import { assistant } from './assistant';
import { channel } from './channel';
import { channelContact } from './channelContact';
import { contact } from './contact';
import { message } from './message';
import { order } from './order';
import { prompt } from './prompt';
import { usage } from './usage';

/** All that the node can do, in the order it is shown. */
export const resources = [
	assistant,
	channel,
	channelContact,
	contact,
	message,
	order,
	prompt,
	usage,
];
