/** AnyCom's document as rows: what each request looks like and what it answers. */

import { anyCom, known } from '../../support/sandbox/anyCom';
import * as bot from './bot';
import * as channels from './channels';
import * as chat from './chat';
import type { Contract } from '../../support/contract/describeContract';

export const contract: Contract = {
	node: 'anyCom',
	credential: 'anyComApi',
	vendor: anyCom,
	numbers: Array.from({ length: 20 }, (_, index) => `A${index + 1}`),
	credentials: (url) => ({ authKey: known.key, authUser: known.user, baseUrl: `${url}/` }),
	authenticated: (headers) => headers.auth_key === known.key && headers.auth_user === known.user,
	// What only shows or checks something.
	reads: ['A1', 'A4', 'A7', 'A8', 'A12', 'A18', 'A19', 'A20'],
	rows: [...channels.rows, ...bot.rows, ...chat.rows],
};
