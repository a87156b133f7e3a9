import v8 from 'node:v8';
import vm from 'node:vm';

import { runNode } from '../support/engine';
import { startSandbox } from '../support/sandbox/server';
import { selarti, known } from '../support/sandbox/selarti';
import { byId } from '../support/vendors/parameters';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** The size of the heap after garbage collection, in bytes. */
const usedHeap = () => {
	collectGarbage();
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

test('1,000 runs do not increase the memory in use', async () => {
	const sandbox = await startSandbox(selarti);
	sandbox.state.tokens.add('bus|live');
	const run = async (times: number) => {
		for (let index = 0; index < times; index += 1) {
			const { error } = await runNode({
				node: 'selarti',
				credentials: {
					selartiApi: {
						apiKey: 'one',
						baseUrl: sandbox.url,
						advancedBaseUrl: sandbox.url,
						sessionToken: 'bus|live',
					},
				},
				parameters: {
					resource: 'message',
					operation: 'send',
					thread: byId(known.thread),
					message: '={{ $json.text }}',
					messageType: 'bot',
				},
				items: [{ text: `run ${index} ${'x'.repeat(10_000)}` }],
			});
			expect(error).toBeUndefined();
			sandbox.requests.length = 0;
			sandbox.state.messages.length = 0;
		}
	};
	try {
		await run(200);
		const before = usedHeap();
		await run(1_000);
		// A run that stays in memory keeps its message of 10 kB: 10 MB for all of them.
		expect(usedHeap() - before).toBeLessThan(3_000_000);
	} finally {
		await sandbox.close();
	}
}, 120_000);
