import v8 from 'node:v8';
import vm from 'node:vm';

import { runNode } from '../support/engine';
import { startSandbox } from '../support/sandbox/server';
import { selarti, known } from '../support/sandbox/selarti';

v8.setFlagsFromString('--expose-gc');
const collect: () => void = vm.runInNewContext('gc');

/** The heap after a garbage collection, in bytes. */
const used = () => {
	collect();
	collect();
	return process.memoryUsage().heapUsed;
};

test('a node keeps no memory of 1,000 runs', async () => {
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
					thread: { mode: 'id', value: known.thread },
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
		const before = used();
		await run(1_000);
		// A run that is kept keeps its message of 10 kB, and there are a thousand.
		expect(used() - before).toBeLessThan(3_000_000);
	} finally {
		await sandbox.close();
	}
}, 120_000);
