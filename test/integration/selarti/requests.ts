/** Parameters and input items that several tests of Selarti's node use. */

import { known } from '../../support/sandbox/selarti';
import { byId } from '../../support/vendors/parameters';

export const companies = { resource: 'company', operation: 'getAll' };
export const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId(known.thread),
	message: '={{ $json.text }}',
	messageType: 'bot',
};
export const texts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ text: `invented message ${index}` }));
