/**
 * Polls a trigger as n8n's server does: n8n-core's executor and context drive the node, and what stands here is what the
 * server does around them (read in n8n 2.41.1). Static data lives in the workflow's memory; it is written to the database,
 * as JSON, after an activation and when a poll gives items, and not when it gives none. With durable cursors, which are off
 * by default, every poll works on a copy of what is stored, and what it changed is stored when it gives none too.
 */

import { Container } from '@n8n/di';
import { PollContext, PollTriggerExecutor } from 'n8n-core';

import { prepare } from './';

export interface Options {
	/** the node's name in the package */
	node: string;
	parameters: Record<string, any>;
	/** by credential type */
	credentials: Record<string, any>;
	/** whether n8n keeps cursors by itself */
	durable?: boolean;
	/** whether n8n does not say how long a poll may take, as before 2.41 */
	old?: boolean;
	/** the id of the credential, which others have when it is another one */
	credentialId?: string;
}

export class PolledWorkflow {
	options: Options;
	/** What the database has. */
	stored: string;
	/** How often something was written there. */
	writes: number;
	/** the json of the items of each execution */
	executions: any[][];
	/** of polls that failed */
	errors: Error[];
	/** Whether n8n dies after a poll, before anything is written or started. */
	dies: boolean;
	active: any;
	generation: number;

	constructor(options: Options) {
		this.options = options;
		this.stored = '{}';
		this.writes = 0;
		this.executions = [];
		this.errors = [];
		this.dies = false;
		this.active = undefined;
		this.generation = 0;
	}

	/** The json of all items so far. */
	get items() {
		return this.executions.flat();
	}

	/** What the trigger remembers, in characters of JSON. */
	get size() {
		return this.stored.length;
	}

	save(workflow: any) {
		if (workflow.staticData.__dataChanged !== true) return;
		this.stored = JSON.stringify(workflow.staticData);
		this.writes += 1;
		workflow.staticData.__dataChanged = false;
	}

	/** Makes the workflow of what is stored. */
	async load() {
		const { node, parameters, credentials, credentialId } = this.options;
		const staticData = JSON.parse(this.stored);
		const prepared = await prepare({ node, parameters, credentials, staticData, active: true });
		if (credentialId)
			for (const own of Object.values(prepared.node.credentials)) own.id = credentialId;
		return prepared;
	}

	/**
	 * Activates the workflow, or n8n starts again with it active.
	 *
	 * @throws what the first poll throws: n8n activates nothing then
	 */
	async activate() {
		this.generation += 1;
		const { workflow, node, additionalData } = await this.load();
		const generation = this.generation;
		const mine = () => generation === this.generation;
		const durable = this.options.durable ?? false;
		const key = `node:${node.name}`;

		/** of the poll under way, where cursors are durable */
		let staged: any;
		const emit = (data: any) => {
			if (this.dies) return;
			if (durable) this.stored = JSON.stringify({ [key]: staged });
			else this.save(workflow);
			this.executions.push(JSON.parse(JSON.stringify(data[0].map(({ json }: any) => json))));
		};
		const context = new PollContext(
			workflow,
			node,
			additionalData,
			'trigger',
			'activate',
			emit,
			(error) => void this.errors.push(error),
			async () => {
				if (durable && !this.dies) this.stored = JSON.stringify({ [key]: staged });
			},
			async (poll) => {
				staged = JSON.parse(this.stored)[key] ?? {};
				return await poll();
			},
			() => (durable ? staged : workflow.getStaticData('node', node)),
		);
		if (this.options.old) Object.defineProperty(context, 'getPollBudgetMs', { value: undefined });
		const poll = Container.get(PollTriggerExecutor).create(workflow, node, context, mine);
		this.active = { poll, workflow, node };
		await poll(true);
		if (!this.dies && !durable) this.save(workflow);
	}

	/** The clock comes to the next poll. */
	async tick() {
		await this.active.poll();
	}

	/** n8n ends in whatever state it is, and starts again. */
	async restart() {
		this.dies = false;
		await this.activate();
	}

	/** What somebody who tests the trigger in the editor gets. */
	async test(): Promise<any[] | null> {
		const { workflow, node, additionalData } = await this.load();
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const context = new PollContext(workflow, node, additionalData, 'manual', 'manual');
		const output = await (type as any).poll.call(context);
		return output && output[0].map(({ json }: any) => json);
	}
}
