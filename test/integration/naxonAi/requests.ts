/** Parameters that several tests of Naxon AI's node use. */

import { known } from '../../support/sandbox/naxonAi';
import { byId } from '../../support/vendors/parameters';

export const getAll = { resource: 'conversation', operation: 'getAll' };
export const get = {
	resource: 'conversation',
	operation: 'get',
	conversation: byId(known.longConversation),
};
