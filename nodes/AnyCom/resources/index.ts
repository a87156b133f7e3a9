import { attendant } from './attendant';
import { botService } from './botService';
import { botSession } from './botSession';
import { channel } from './channel';
import { chat } from './chat';
import { customer } from './customer';
import { message } from './message';

/** All that the node can do, in the order it is shown. */
export const resources = [attendant, botService, botSession, channel, chat, customer, message];
