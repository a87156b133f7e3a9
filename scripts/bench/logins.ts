/** How often a vendor that issues tokens is logged in to when 1,000 items meet a credential without one. */

import { known } from '../../test/support/sandbox/selarti';
import type { WorkflowNode } from '../n8n/client';
import type { BenchInstance } from './instance';
import { interleave } from './measure';
import type { RoundOptions } from './measure';
import { httpRequestNode, packageNode } from './nodes';

export async function measureLogins(
	{ sandboxes: { selarti }, credentials, run, setCredential }: BenchInstance,
	{ items: count, ...rounds }: RoundOptions & { items: number },
) {
	const items = Array.from({ length: count }, (_, index) => ({
		thread: known.threads[index % known.threads.length],
	}));
	const thread = { __rl: true, mode: 'id', value: '={{ $json.thread }}' };
	const nodes = {
		ours: packageNode(credentials, 'selarti', 'selartiApi', {
			resource: 'thread',
			operation: 'get',
			thread,
		}),
		http: httpRequestNode(credentials, 'selartiApi', {
			url: `${selarti.url}/api/1.1/wf/get_thread`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'thread_id', value: '={{ $json.thread }}' }] },
		}),
	};
	const setKey = async (apiKey: string) => {
		const urls = { baseUrl: selarti.url, advancedBaseUrl: selarti.url };
		await setCredential('selartiApi', { ...urls, apiKey, sessionToken: '' });
	};
	let account = 0;
	const measure = async (node: WorkflowNode) => {
		selarti.reset();
		account += 1;
		// A new account each time: this package remembers the tokens of those it knows.
		const key = `invented-selarti-key-${account}`;
		void selarti.happen('setKey', { key });
		await setKey(key);
		const { milliseconds, items: returned, error } = (await run([node], items))[node.name];
		return { logins: selarti.requestsTo('S0').length, milliseconds, items: returned, error };
	};
	const results = await interleave(rounds, nodes, measure);
	selarti.reset();
	await setKey(known.key);
	return results;
}
