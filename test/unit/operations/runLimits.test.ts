import type { IDataObject } from 'n8n-workflow';

import { sendInTurn } from '../../../nodes/shared/operations/runLimits';
import { settle } from '../../support/promises';
import { createItemContext } from '../../support/operationRun';

/** Requests of a run that never get an answer. @returns how many are reading their credential, have read it, or had */
async function countsOf(requests: number, credential: IDataObject, readsEnd = true) {
	const counts = { reading: 0, ready: 0, maxReading: 0 };
	const run = {};
	const getCredentials = async () => {
		counts.reading += 1;
		counts.maxReading = Math.max(counts.maxReading, counts.reading);
		await (readsEnd ? settle() : new Promise(() => {}));
		counts.reading -= 1;
		return credential;
	};
	for (let itemIndex = 0; itemIndex < requests; itemIndex += 1) {
		const more = { getExecuteData: () => run, getCredentials };
		void sendInTurn(createItemContext({ itemIndex, more }), async (context) => {
			expect(context.getItemIndex()).toBe(itemIndex);
			expect(await context.getCredentials('vApi')).toBe(credential);
			counts.ready += 1;
			await new Promise(() => {});
		});
	}
	for (let turns = 0; turns < 200; turns += 1) await settle();
	return counts;
}

test('a run reads two credentials at once', async () => {
	expect(await countsOf(100, {}, false)).toEqual({ reading: 2, ready: 0, maxReading: 2 });
	expect(await countsOf(5, {})).toEqual({ reading: 0, ready: 5, maxReading: 2 });
});

test.each([
	[{ maxConcurrentRequests: 1 }, 11],
	[{ maxConcurrentRequests: 20 }, 30],
	[{ maxConcurrentRequests: '3' }, 13],
	[{}, 10],
	[{ maxConcurrentRequests: 'many' }, 10],
])(
	'with the credential %j no more than %d requests wait for the vendor or the account',
	async (credential, ready) => {
		expect((await countsOf(100, credential)).ready).toBe(ready);
	},
);
