/** What an agent does with a vendor's node in the end-to-end tests. */

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../support/sandbox/server';
import type { Fault } from '../../support/sandbox/types';

/** An operation that an agent may use. */
export interface AgentTool {
	resource: string;
	operation: string;
	/** The fields that the model fills; all required ones by default. */
	modelFields?: string[];
	/** What the user has filled in. */
	parameters?: INodeParameters;
}

export type ToolArguments = Record<string, unknown>;

export interface AgentFailure {
	/** The name of its check. */
	name: string;
	fault: Fault;
	/** The inventory number of the request, which must be sent once. */
	number: string;
	tool: AgentTool;
	args: ToolArguments;
	/** What the tool must tell the model. */
	response: RegExp;
	/** What the check shows, in a few words. */
	detail: string;
}

export interface AgentScenario {
	tools: AgentTool[];
	/** Makes the vendor know a word that occurs nowhere else. */
	prepare(sandbox: Sandbox, word: string): Promise<unknown>;
	/** The calls of the model, by the names of the tools. */
	calls: Array<{ tool: string; args(word: string, responses: string[]): ToolArguments }>;
	/** Makes the final message out of the items that the tools returned. */
	finish(results: IDataObject[][], word: string): string;
	/** Compares what the vendor was sent with what it should have been sent. */
	verify(sandbox: Sandbox, word: string): void;
	/** Requests in plain words, each with the tool that it must lead to. */
	requests: Array<[request: string, tool: string]>;
	/** What the model is told when a call fails. */
	failures: AgentFailure[];
	/** A call in a chat whose response is streamed. */
	streaming?: {
		tool: AgentTool;
		args: ToolArguments;
		/** Makes the final message out of the items. */
		finish(items: IDataObject[]): string;
		/** That message. */
		expected: string;
	};
}
