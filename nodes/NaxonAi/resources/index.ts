import { conversation } from './conversation';
import { message } from './message';
import { model } from './model';

/** All that the node can do, in the order it is shown. */
export const resources = [conversation, message, model];
