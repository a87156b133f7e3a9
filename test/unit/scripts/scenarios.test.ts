import { AxiosError } from 'axios';
import type { Workflow } from '../../../scripts/n8n/client';
import { startNodeOf, vendorOf, withCredentials } from '../../../scripts/n8n/examples';
import { runScenario } from '../../../scripts/n8n/scenarios';
import { vendorOf as vendorByKey, vendors } from '../../support/vendors';
import type { Sandboxes } from '../../support/sandbox';

const vendor = vendorByKey('selarti');
const demo = { selartiApi: { id: 'demo', name: 'Demo' }, other: { id: 'o', name: 'O' } };
const workflow: Workflow = {
	name: 'Selarti: greet',
	nodes: [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Send', type: 'x.selarti', credentials: demo },
	],
	connections: {},
};

describe('an example workflow', () => {
	it('belongs to the vendor that its name begins with', () => {
		expect(vendorOf(workflow, vendors)).toBe(vendor);
		expect(() => vendorOf({ ...workflow, name: 'Greet' }, [vendor])).toThrow(
			/must begin with "Selarti:"/,
		);
	});

	it('starts at its trigger', () => {
		expect(startNodeOf(workflow)).toBe('Start');
		expect(() => startNodeOf({ ...workflow, nodes: [] })).toThrow(/no trigger/);
	});

	it('gets the credentials that were created in n8n', () => {
		const created = { id: '7', name: 'Created' };
		const { nodes } = withCredentials(workflow, new Map([['selartiApi', created]]));
		expect(nodes[1].credentials).toEqual({ ...demo, selartiApi: created });
	});
});

interface Request {
	number?: string;
	method?: string;
	path?: string;
}

function sandboxesWith(requests: Request[]): Sandboxes {
	return { selarti: { requests } } as unknown as Sandboxes;
}

describe('runScenario', () => {
	it.each<[string, Request[], number, string | undefined, string | undefined]>([
		['success', [{ number: 'S0' }], 1, undefined, undefined],
		['silence', [], 1, undefined, 'nothing reached the vendor'],
		['an empty result', [{ number: 'S5' }], 0, undefined, 'no item came out'],
		[
			'an undocumented request',
			[{ method: 'GET', path: '/x' }],
			1,
			undefined,
			'no document has GET /x',
		],
		["n8n's own error", [], 0, 'Send: Bad', 'Send: Bad'],
	])('reports %s', async (_, received, items, error, expected) => {
		const requests: Request[] = [{ number: 'S4' }];
		const run = async () => {
			requests.push(...received);
			return { nodes: 2, items, error };
		};
		const result = await runScenario(
			{ vendor, workflow: 'Selarti: greet', check: 'runs', run },
			sandboxesWith(requests),
		);
		expect(result).toMatchObject({ workflow: 'Selarti: greet', nodes: 2, items });
		expect(result.error).toBe(expected);
		expect(result.requests).toHaveLength(received.length);
	});

	it('reports what is thrown as a failure, unless n8n is gone', async () => {
		const failing = (error: Error) =>
			runScenario(
				{ vendor, workflow: 'Selarti: greet', check: 'runs', run: () => Promise.reject(error) },
				sandboxesWith([]),
			);
		expect((await failing(new Error('n8n answered 400'))).error).toBe('n8n answered 400');
		await expect(failing(new AxiosError('ECONNREFUSED'))).rejects.toThrow('ECONNREFUSED');
	});
});
