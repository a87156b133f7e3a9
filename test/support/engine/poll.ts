import { Container } from '@n8n/di';
import { PollContext, PollTriggerExecutor } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, Workflow } from 'n8n-workflow';

import { nodeTypeOf } from './package';
import { prepare } from './prepare';
import type { CredentialData } from './credentialsHelper';
import type { PreparedNode } from './prepare';

export interface PollOptions {
	/** The node's name in the package. */
	node: string;
	parameters: Record<string, unknown>;
	credentials: CredentialData;
	/** Whether n8n stores cursors by itself. */
	durable?: boolean;
	/** Whether n8n does not say how long a poll may take, as before 2.41. */
	old?: boolean;
	/** The id of the credential; another id is another credential. */
	credentialId?: string;
}

interface ActiveNode {
	workflow: Workflow;
	node: INode;
	poll: (isActivation?: boolean) => Promise<void>;
}

const jsonOf = (items: INodeExecutionData[]): IDataObject[] =>
	JSON.parse(JSON.stringify(items.map(({ json }) => json)));

/**
 * Polls a trigger as n8n's server does: n8n-core's executor and context drive the node, and this class adds what the
 * server adds (read in n8n 2.41.1). Static data lives in the workflow's memory; it is written to the database, as JSON,
 * after an activation and when a poll gives items, and not when it gives none. With durable cursors, which are off by
 * default, every poll works on a copy of what is stored, and what it changed is stored when it gives none too.
 */
export class PolledWorkflow {
	/** The static data in n8n's database, as JSON. */
	stored = '{}';
	/** How often the static data was written. */
	writes = 0;
	/** The json of the items of each execution. */
	executions: IDataObject[][] = [];
	/** Of polls that failed. */
	errors: Error[] = [];
	/** Whether n8n dies after a poll, before anything is written or started. */
	dies = false;

	private active: ActiveNode | undefined;
	private generation = 0;
	/** What the poll under way makes of the static data, where cursors are durable. */
	private workingCopy: IDataObject = {};

	constructor(readonly options: PollOptions) {}

	/** The json of all items so far. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	/** The length of the stored static data, in characters of JSON. */
	get size(): number {
		return this.stored.length;
	}

	private save(workflow: Workflow) {
		if (workflow.staticData.__dataChanged !== true) return;
		this.stored = JSON.stringify(workflow.staticData);
		this.writes += 1;
		workflow.staticData.__dataChanged = false;
	}

	/** Makes the workflow of what is stored. */
	private async load(): Promise<PreparedNode> {
		const { node, parameters, credentials, credentialId } = this.options;
		const staticData = JSON.parse(this.stored);
		const prepared = await prepare({ node, parameters, credentials, staticData, active: true });
		if (credentialId)
			for (const used of Object.values(prepared.node.credentials ?? {})) used.id = credentialId;
		return prepared;
	}

	private createContext({ workflow, node, additionalData }: PreparedNode): PollContext {
		const durable = this.options.durable ?? false;
		const key = `node:${node.name}`;
		const context = new PollContext(
			workflow,
			node,
			additionalData,
			'trigger',
			'activate',
			(data) => {
				if (this.dies) return;
				if (durable) this.stored = JSON.stringify({ [key]: this.workingCopy });
				else this.save(workflow);
				this.executions.push(jsonOf(data[0]));
			},
			(error) => void this.errors.push(error),
			async () => {
				if (durable && !this.dies) this.stored = JSON.stringify({ [key]: this.workingCopy });
			},
			async (poll) => {
				this.workingCopy = JSON.parse(this.stored)[key] ?? {};
				return await poll();
			},
			() => (durable ? this.workingCopy : workflow.getStaticData('node', node)),
		);
		if (this.options.old) Object.defineProperty(context, 'getPollBudgetMs', { value: undefined });
		return context;
	}

	/**
	 * Activates the workflow, or starts n8n again with the workflow active.
	 *
	 * @throws what the first poll throws: n8n activates nothing then
	 */
	async activate(): Promise<void> {
		this.generation += 1;
		const { generation } = this;
		const prepared = await this.load();
		const { workflow, node } = prepared;
		const context = this.createContext(prepared);
		const poll = Container.get(PollTriggerExecutor).create(
			workflow,
			node,
			context,
			() => generation === this.generation,
		);
		this.active = { poll, workflow, node };
		await poll(true);
		if (!this.dies && !this.options.durable) this.save(workflow);
	}

	/** Polls once, as n8n does when the time for it has come. */
	async tick(): Promise<void> {
		if (!this.active) throw new Error('the workflow is not active');
		await this.active.poll();
	}

	/** Ends n8n in whatever state it is, and starts it again. */
	async restart(): Promise<void> {
		this.dies = false;
		await this.activate();
	}

	/** Tests the trigger as the editor does. */
	async test(): Promise<IDataObject[] | null> {
		const { loader, workflow, node, additionalData } = await this.load();
		const context = new PollContext(workflow, node, additionalData, 'manual', 'manual');
		const output = await nodeTypeOf(loader, this.options.node).poll?.call(context);
		return output ? jsonOf(output[0]) : null;
	}
}
