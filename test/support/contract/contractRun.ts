import { runNode } from '../engine';
import type { NodeResult } from '../engine';
import { startSandbox } from '../sandbox/server';
import type { Sandbox } from '../sandbox/server';
import type { RequestRecord } from '../sandbox/types';
import { expected, onWire } from './rows';
import type { Contract, Part, Row } from './types';

/** Runs the node of a contract against a sandbox of its vendor, which every test finds as new. */
export class ContractRun {
	private running: Sandbox | undefined;

	constructor(readonly contract: Contract) {
		beforeAll(async () => {
			this.running = await startSandbox(contract.vendor);
		});
		beforeEach(() => {
			this.sandbox.reset();
			contract.ready?.(this.sandbox);
		});
		afterAll(async () => await this.sandbox.close());
	}

	get sandbox(): Sandbox {
		if (!this.running) throw new Error('the sandbox is not started yet');
		return this.running;
	}

	/** Runs the node, over one empty item when none are given. */
	async run(parameters: object, items?: object[]): Promise<NodeResult> {
		const { node, credential, credentials } = this.contract;
		return await runNode({
			node,
			credentials: { [credential]: credentials(this.sandbox.url) },
			parameters: { ...parameters },
			items,
		});
	}

	/** The requests of a row. */
	requestsOf({ number }: Row): RequestRecord[] {
		return this.sandbox.requestsTo(number);
	}

	/** The first request of a row; a test fails that made none, or several where the answer is no list of pages. */
	requestOf(row: Row): RequestRecord {
		const [request, ...others] = this.requestsOf(row);
		expect(request).toBeDefined();
		const isPaged = (row.list as { most?: number } | undefined)?.most !== undefined;
		if (!isPaged) expect(others).toHaveLength(0);
		return request;
	}

	/** Runs the node and expects the request that the row and the part show. */
	async expectRequest(
		row: Row,
		parameters: object,
		{ part, json = {} }: { part?: Part; json?: object } = {},
	): Promise<RequestRecord> {
		const { error } = await this.run(parameters, [json]);
		expect(error).toBeUndefined();
		const request = this.requestOf(row);
		expect(onWire(request)).toEqual(expected(row, part));
		expect(request.refused).toBeUndefined();
		expect(request.handled).toBe(true);
		return request;
	}

	/** Lets the vendor answer as the document shows. */
	answerAsDocumented({ number, answer, answerStatus = 200 }: Row): void {
		this.sandbox.injectFault({ kind: 'answer', on: number, status: answerStatus, body: answer });
	}
}
