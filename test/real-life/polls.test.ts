/** What polling triggers meet: IDs longer than JavaScript counts, and a list that never ends. */

import { PolledWorkflow } from '../support/engine/poll';
import { known as naxonAiKnown, naxonAi } from '../support/sandbox/naxonAi';
import { startSandbox } from '../support/sandbox/server';
import { known as vardastKnown, vardast } from '../support/sandbox/vardast';

// https://github.com/n8n-io/n8n/issues/26925
test('conversations whose IDs differ in their last digits only come each once', async () => {
	const sandbox = await startSandbox(naxonAi);
	const polled = new PolledWorkflow({
		node: 'naxonAiPollingTrigger',
		parameters: { triggerOn: 'newConversation', simplify: false },
		credentials: {
			naxonAiApi: { apiToken: naxonAiKnown.token, baseUrl: sandbox.url, maxRetryTime: 0 },
		},
	});
	await polled.activate();
	const ids = ['7615917337495251230', '7615917337495251231', '7615917337495251232'];
	const entries = ids.map((id) => `{"id":${id},"created_at":"2030-06-01T12:00:00+0000"}`);
	const body = `{"data":[${entries.join(',')}],"rows_per_page":100,"total_pages":1,"total_rows":3}`;
	sandbox.injectFault({ kind: 'rewrite', on: 'N4', status: 200, body });
	await polled.tick();
	await polled.tick();
	await sandbox.close();
	expect(polled.errors).toEqual([]);
	expect(polled.items.map(({ id }) => id).sort()).toEqual(ids);
});

test('a poll of entries ends though the vendor repeats one page and announces a billion', async () => {
	const sandbox = await startSandbox(naxonAi);
	const polled = new PolledWorkflow({
		node: 'naxonAiPollingTrigger',
		parameters: { triggerOn: 'newConversation' },
		credentials: {
			naxonAiApi: { apiToken: naxonAiKnown.token, baseUrl: sandbox.url, maxRetryTime: 0 },
		},
	});
	await polled.activate();
	sandbox.requests.length = 0;
	const body = {
		data: [{ id: 1, created_at: '2030-06-01T12:00:00+0000' }],
		...{ rows_per_page: 1, total_pages: 1e9, total_rows: 1e9 },
	};
	sandbox.injectFault({ kind: 'rewrite', on: 'N4', status: 200, body });
	await polled.tick();
	await polled.tick();
	const { length } = sandbox.requests;
	await sandbox.close();
	expect(length).toBeLessThan(30);
	expect(polled.errors).toEqual([]);
});

test('a poll ends though the vendor repeats one page and announces a billion', async () => {
	const sandbox = await startSandbox(vardast);
	const [contact] = sandbox.state.contacts;
	const body = { items: [contact], total: 1e9, page: 1, size: 1, pages: 1e9 };
	sandbox.injectFault({ kind: 'rewrite', on: 'V3', status: 200, body });
	const polled = new PolledWorkflow({
		node: 'vardastTrigger',
		parameters: {
			triggerOn: 'newMessage',
			channel: { __rl: true, mode: 'id', value: vardastKnown.channel.id },
		},
		credentials: {
			vardastApi: {
				apiKey: vardastKnown.apiKey,
				baseUrl: `${sandbox.url}/uaa/public`,
				maxRetryTime: 0,
			},
		},
	});
	await polled.activate().catch(() => undefined);
	await polled.tick();
	const { length } = sandbox.requestsTo('V3');
	await sandbox.close();
	expect(length).toBeLessThan(30);
});
