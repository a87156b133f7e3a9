/** Parameters and input items that several tests of AnyCom's node use. */

import { known } from '../../support/sandbox/anyCom';
import { byId } from '../../support/vendors/parameters';

export const onChannel = { channel: byId(known.channel) };
export const channels = { resource: 'channel', operation: 'getAll' };
export const customers = { resource: 'customer', operation: 'getAll' };
export const reloading = { resource: 'channel', operation: 'reload', ...onChannel };
export const sending = {
	resource: 'message',
	operation: 'send',
	...onChannel,
	customerNumber: byId(known.onBotNumber),
	flow: '1',
	message: '={{ $json.text }}',
};
export const inviting = {
	resource: 'chat',
	operation: 'invite',
	...onChannel,
	customerNumber: byId(known.doneNumber),
};
export const texts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ text: `mensagem inventada ${index}` }));
