/**
 * A chat model on loopback that follows a script. It speaks the chat completions protocol, whole or streamed, as n8n's
 * OpenAI Chat Model node expects it, and records what it was sent.
 */

import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A tool as the model sees it. */
export interface ModelTool {
	name: string;
	description: string;
	parameters: {
		properties?: Record<string, { type?: string; description?: string }>;
		required?: string[];
	};
}

export interface ModelToolCall {
	tool: string;
	args: Record<string, unknown>;
}

/** What the model does for one prompt. */
export interface Script {
	/** One after the other; each knows the responses of the tools so far. */
	calls: Array<(responses: string[]) => ModelToolCall>;
	/** Returns its final message. */
	finish(responses: string[]): string;
}

/** What the model was sent for one prompt. */
export interface Conversation {
	tools: ModelTool[];
	/** The responses of the tools, in the order of the calls. */
	responses: string[];
	/** The body of every request. */
	requests: string[];
	/** Whether the last request was for a stream. */
	streamed: boolean;
}

interface ChatMessage {
	role: string;
	content?: string | null | Array<{ text?: string }>;
}

interface ChatRequest {
	model: string;
	messages: ChatMessage[];
	tools?: Array<{ function: ModelTool }>;
	stream?: boolean;
}

interface ChatResponse {
	role: 'assistant';
	content: string | null;
	tool_calls?: object[];
}

/** The names that the protocol allows. */
export const toolNamePattern = /^[a-zA-Z0-9_-]{1,64}$/;

const textOf = ({ content }: ChatMessage): string =>
	Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : String(content ?? '');

function toToolCall({ tool, args }: ModelToolCall, number: number, tools: ModelTool[]): object {
	const called = tools.find(({ name }) => name === tool);
	const names = tools.map(({ name }) => name).join(', ');
	assert(called, `there is no tool ${tool} among ${names}`);
	const expected = Object.keys(called.parameters?.properties ?? {}).sort();
	const given = Object.keys(args).sort();
	assert(
		expected.join() === given.join(),
		`${tool} takes ${expected.join(', ') || 'nothing'}, not ${given.join(', ')}`,
	);
	return {
		index: 0,
		id: `call_${number}`,
		type: 'function',
		function: { name: tool, arguments: JSON.stringify(args) },
	};
}

function sendWhole(response: http.ServerResponse, model: string, message: ChatResponse): void {
	const finish_reason = message.tool_calls ? 'tool_calls' : 'stop';
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(
		JSON.stringify({
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 1,
			model,
			system_fingerprint: 'scripted',
			choices: [{ index: 0, message, finish_reason, logprobs: null }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		}),
	);
}

function sendStream(response: http.ServerResponse, model: string, message: ChatResponse): void {
	const finish_reason = message.tool_calls ? 'tool_calls' : 'stop';
	const head = {
		id: 'chatcmpl-1',
		object: 'chat.completion.chunk',
		created: 1,
		model,
		system_fingerprint: 'scripted',
	};
	const choices = [
		{ index: 0, delta: message, finish_reason: null },
		{ index: 0, delta: {}, finish_reason },
	];
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	for (const choice of choices)
		response.write(`data: ${JSON.stringify({ ...head, choices: [choice] })}\n\n`);
	response.end('data: [DONE]\n\n');
}

export class ScriptedModel {
	/** The base URL of its API. */
	url = '';

	private readonly scripts = new Map<string, Script>();

	private readonly conversations = new Map<string, Conversation>();

	private readonly server = http.createServer((request, response) => {
		void this.handle(request, response);
	});

	async start(): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(0, '127.0.0.1', resolve);
		});
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** @param prompt - The user's message that the script belongs to. */
	addScript(prompt: string, script: Script): void {
		this.scripts.set(prompt, script);
	}

	/** @throws When the model was not sent the prompt. */
	conversation(prompt: string): Conversation {
		const conversation = this.conversations.get(prompt);
		assert(conversation, 'the agent sent no request to the model');
		return conversation;
	}

	private async handle(
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<void> {
		try {
			assert(
				request.method === 'POST' && request.url === '/v1/chat/completions',
				`there is no ${request.method} ${request.url}`,
			);
			const raw = await text(request);
			const body = JSON.parse(raw) as ChatRequest;
			const message = this.respond(body, raw);
			if (body.stream) sendStream(response, body.model, message);
			else sendWhole(response, body.model, message);
		} catch (error) {
			const { message } = error as Error;
			const details = { message, type: 'invalid_request_error', param: null, code: null };
			response.writeHead(400, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ error: details }));
		}
	}

	private respond({ messages, stream, ...request }: ChatRequest, raw: string): ChatResponse {
		const tools = (request.tools ?? []).map((tool) => tool.function);
		const invalid = tools.find(({ name }) => !toolNamePattern.test(name));
		assert(
			!invalid,
			`Invalid 'tools.function.name': '${invalid?.name}' does not match the pattern ${toolNamePattern}`,
		);
		const userMessage = messages.find(({ role }) => role === 'user');
		const prompt = userMessage ? textOf(userMessage) : '';
		const script = this.scripts.get(prompt);
		assert(script, `there is no script for "${prompt}"`);
		const responses = messages.filter(({ role }) => role === 'tool').map(textOf);
		const requests = [...(this.conversations.get(prompt)?.requests ?? []), raw];
		this.conversations.set(prompt, { tools, responses, requests, streamed: stream === true });
		const call = script.calls.at(responses.length);
		if (!call) return { role: 'assistant', content: script.finish(responses) };
		const toolCall = toToolCall(call(responses), responses.length + 1, tools);
		return { role: 'assistant', content: null, tool_calls: [toolCall] };
	}
}
