/** What the tests and scripts have to know of a vendor: everything that its nodes do not say themselves. */

import type { ICredentialType, INodeParameters } from 'n8n-workflow';
import type { Contract } from '../contract/describeContract';
import type { Sandbox } from '../sandbox/server';
import type { Fault, SandboxVendor } from '../sandbox/types';

/** The name of an event of a sandbox, and its options. */
export type SandboxEvent = [name: string, options?: Record<string, unknown>];

/** How a trigger is set in a saved workflow. */
export interface SavedTriggerCase {
	name: string;
	parameters: INodeParameters;
	/** What happens in the sandbox; left out for a case that no event of the sandbox matches, and for polling triggers. */
	event?: SandboxEvent;
	/** The webhook type that reports the event, for a vendor that has several. */
	type?: string;
}

/** The text of the event that a webhook trigger receives in the editor. */
export const editorMessage = 'Is anybody there?';

interface TriggerBase {
	/** The name of the node in this package. */
	node: string;
	/** Every field and every option of the trigger at least once. */
	savedCases: SavedTriggerCase[];
	editor: {
		/** The entry of the node panel that adds the trigger. */
		entry: string;
		/** Values that the output panel must show: of the event that `report` gives with `editorMessage`, or of a record. */
		values: string[];
	};
}

export interface WebhookTriggerSupport<State = unknown> extends TriggerBase {
	kind: 'webhook';
	webhookCredentialType: string;
	/** Parts of the notice that says how the webhook is set up. */
	notice: string[];
	/** The parameters with which the trigger starts on each message. */
	parameters: INodeParameters;
	/** A field that each item of the trigger has. */
	itemKey: string;
	/** The inventory number of the first request by which the trigger verifies an event. */
	verifiedBy: string;
	/** Gives the vendor a URL to call. */
	register(sandbox: Sandbox<State>, url: string): Promise<unknown>;
	/** Lets the vendor report an event that contains the text. */
	report(sandbox: Sandbox<State>, text: string): Promise<unknown>;
	/**
	 * Starts the example workflow of the trigger once.
	 *
	 * @param post sends a body to the Webhook node of the workflow
	 */
	startExample(
		sandbox: Sandbox<State>,
		text: string,
		post: (body: unknown) => Promise<void>,
	): Promise<unknown>;
	/** @returns an event that the vendor does not know, made of a true one */
	forge(body: Record<string, unknown>): unknown;
	/** What has to happen for each webhook type; empty for a vendor that has one type. */
	eventByType: Record<string, SandboxEvent>;
}

/** One of the events that a polling trigger detects. */
export interface PolledEvent<State = unknown> {
	/** What the trigger does, as a phrase for a table, e.g. `poll for new orders`. */
	title: string;
	/** The field `event` of the item. */
	event: string;
	parameters: INodeParameters;
	/** Lets it happen once. */
	happen(sandbox: Sandbox<State>): Promise<unknown>;
}

export interface PollingTriggerSupport<State = unknown> extends TriggerBase {
	kind: 'polling';
	/** The display name of the node without ` Trigger`. */
	name: string;
	events: PolledEvent<State>[];
	/** What happens while n8n does not run, for the trigger with the parameters of one of the events. */
	downtime: { event: string; happen(sandbox: Sandbox<State>): Promise<unknown> };
	/** What the lists of the trigger's locators show: how many entries, by the name of the method. */
	lists: Record<string, { parameters?: INodeParameters; count: number }>;
}

export type TriggerSupport<State = unknown> =
	WebhookTriggerSupport<State> | PollingTriggerSupport<State>;

/** What a user does in the editor with the action node. */
export interface EditorScenario {
	/** The action that adds the node. */
	action: string;
	/** Chosen afterwards, by display name. */
	resource: string;
	operation: string;
	/** Entries that are searched in the list of a field; each search leaves one entry. */
	picks: Array<{ field: string; search: string; entry: string }>;
	/** Values of the sandbox's records that the output panel must show. */
	values: string[];
	/** The number of items as the output panel shows it. */
	count: string;
	/** An operation on a record that does not exist, and parts of the error. */
	failure: { parameters: INodeParameters; message: string[] };
}

/** A tool of an AI agent: an operation, the fields that the model fills in, and fixed parameters. */
export type AgentTool = [
	resource: string,
	operation: string,
	options?: { model?: string[]; fixed?: INodeParameters },
];

/** What an AI agent does with the action node as a tool. `word` is a word that the sandbox never held before. */
export interface AgentScenario<State = unknown> {
	tools: AgentTool[];
	/** Puts the word into the vendor's data. */
	happen(sandbox: Sandbox<State>, word: string): Promise<unknown>;
	/** The calls of the model; `answers` are the texts that the earlier calls returned. */
	calls: Array<{
		tool: string;
		args: (word: string, answers: string[]) => Record<string, unknown>;
	}>;
	/** @returns the final message of the model, from the items of each call */
	finish: (items: Array<Array<Record<string, unknown>>>, word: string) => string;
	/** @returns what the vendor received, and what it must have received */
	received(
		sandbox: Sandbox<State>,
		word: string,
	): Array<[what: string, received: unknown, expected: unknown]>;
	/** Requests in plain words, each with the name of the tool that it must lead to. */
	requests: Array<[request: string, tool: string]>;
	/** Calls that fail. */
	failures: AgentFailure[];
	/** A call in a chat whose response is streamed. */
	streaming?: {
		tool: AgentTool;
		args: Record<string, unknown>;
		/** @returns the final message of the model, from the items of the call */
		finish: (items: Array<Record<string, unknown>>) => string;
		/** That message. */
		message: string;
	};
}

/** A call of a tool that fails, and what the model receives then. */
export interface AgentFailure {
	/** What happens, e.g. `a tool whose response is lost`. */
	title: string;
	fault: Fault;
	/** The inventory number of the request, which must be sent once. */
	number: string;
	tool: AgentTool;
	args: Record<string, unknown>;
	/** What the model must receive. */
	response: RegExp;
	/** The same in words for a table. */
	summary: string;
}

/** Messages of users that reach the webhook trigger and are answered by an operation, for tests with many events. */
export interface LoadScenario<State = unknown> {
	trigger: WebhookTriggerSupport;
	/** The parameters with which the trigger starts on messages of users only. */
	parameters: INodeParameters;
	/** The parameters of the operation that answers a message, with expressions over the item of the trigger. */
	answer: INodeParameters;
	/** The field of an event that identifies it. */
	idField: string;
	/** @returns the message of a user as the vendor posts it; a different one for each number */
	createEvent(state: State, number: number): Record<string, unknown>;
	/** Lets the vendor itself report the message of a user. */
	report(sandbox: Sandbox<State>, number: number): Promise<unknown>;
	/** The inventory number of the request that reads a reported message back. */
	verifiedBy: string;
	/** @returns the text of each answer that the vendor has accepted */
	acceptedAnswers(sandbox: Sandbox<State>): string[];
	/** @returns the text by which an event is answered */
	answerTo: (event: Record<string, unknown>) => string;
}

export interface VendorDefinition<Key extends string, State> {
	/** The name of the action node. */
	key: Key;
	/** The display name of the action node. */
	name: string;
	credential: ICredentialType;
	sandbox: SandboxVendor<State>;
	contract: Contract;
	/** The fields of the credential for a sandbox at `url`. */
	credentialData: (url: string) => Record<string, string>;
	/** The field of the credential that holds the key, and the message of the credential test for a wrong key. */
	wrongKey: { field: string; message: string };
	/** @returns the texts that no error and no page may show: keys, tokens, secrets of the records */
	secrets(state: NoInfer<State>): string[];
	triggers: Array<TriggerSupport<NoInfer<State>>>;
	editor: EditorScenario;
	agent: AgentScenario<NoInfer<State>>;
	/** The inventory number of the request that logs in, for a vendor that issues tokens. */
	loginNumber?: string;
	load?: LoadScenario<NoInfer<State>>;
}

export interface VendorSupport<
	Key extends string = string,
	State = unknown,
> extends VendorDefinition<Key, State> {
	/** The folder of the vendor in `nodes/`. */
	folder: string;
	credentialType: string;
}

/** Adds what follows from the definition of a vendor. */
export const defineVendor = <const Key extends string, State>(
	definition: VendorDefinition<Key, State>,
): VendorSupport<Key, State> => ({
	...definition,
	folder: definition.key.replace(/^./, (letter) => letter.toUpperCase()),
	credentialType: definition.credential.name,
});
