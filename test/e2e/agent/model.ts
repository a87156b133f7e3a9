/**
 * A chat model on loopback that follows a script: it speaks the chat-completions protocol, whole or streamed, as n8n's
 * OpenAI Chat Model node expects it. It says what a model might say, and keeps what it was told.
 */

import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** as a model sees it */
export interface Tool {
	name: string;
	description: string;
	parameters: {
		properties?: Record<string, { type?: string; description?: string }>;
		required?: string[];
	};
}

/** what the model does for one prompt */
export interface Part {
	/** one after the other; each knows the tools' answers so far */
	calls: Array<(answers: string[]) => { tool: string; args: Record<string, unknown> }>;
	/** its last words */
	finish: (answers: string[]) => string;
}

/** what it was told about one prompt */
export interface Talk {
	tools: Tool[];
	/** of the tools, in the order of the calls */
	answers: string[];
	/** every request as it came */
	heard: string[];
	/** whether the last answer was */
	streamed: boolean;
}

/** The names that the protocol allows. */
export const toolName = /^[a-zA-Z0-9_-]{1,64}$/;

/** @param content a text, or parts of one */
const textOf = (content: any) =>
	Array.isArray(content) ? content.map(({ text = '' }) => text).join('') : String(content ?? '');

export class Model {
	parts: Map<string, Part>;
	talks: Map<string, Talk>;
	url: string;
	server: Server<typeof IncomingMessage, typeof ServerResponse>;

	constructor() {
		this.parts = new Map();
		this.talks = new Map();
		this.url = '';
		this.server = http.createServer((request, response) => void this.serve(request, response));
	}

	async start() {
		await new Promise((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(0, '127.0.0.1', () => resolve(undefined));
		});
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
		return this;
	}

	async close() {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** @param prompt by which it knows its part */
	learn(prompt: string, part: Part) {
		this.parts.set(prompt, part);
	}

	/** @throws where it was never asked */
	talk(prompt: string): Talk {
		const talk = this.talks.get(prompt);
		if (!talk) throw new Error('the agent never asked the model');
		return talk;
	}

	/**
	 * @param body of a request
	 * @returns the message it answers with
	 */
	speak(body: any, heard: string): any {
		const tools = (body.tools ?? []).map((tool: any) => tool.function);
		const bad = tools.find(({ name }: Tool) => !toolName.test(name));
		if (bad)
			throw new Error(
				`Invalid 'tools.function.name': '${bad.name}' does not match the pattern ${toolName}`,
			);
		const prompt = textOf(body.messages.find(({ role }: any) => role === 'user')?.content);
		const part = this.parts.get(prompt);
		if (!part) throw new Error(`no part was learnt for "${prompt}"`);
		const answers = body.messages
			.filter(({ role }: any) => role === 'tool')
			.map(({ content }: any) => textOf(content));
		const before = this.talks.get(prompt)?.heard ?? [];
		this.talks.set(prompt, {
			tools,
			answers,
			heard: [...before, heard],
			streamed: body.stream === true,
		});
		if (answers.length >= part.calls.length)
			return { role: 'assistant', content: part.finish(answers) };

		const { tool: name, args } = part.calls[answers.length](answers);
		const tool = tools.find((candidate: Tool) => candidate.name === name);
		if (!tool)
			throw new Error(
				`there is no tool ${name} among ${tools.map((one: Tool) => one.name).join(', ')}`,
			);
		const known = Object.keys(tool.parameters?.properties ?? {});
		if (known.sort().join() !== Object.keys(args).sort().join())
			throw new Error(
				`${name} takes ${known.join(', ') || 'nothing'}, not ${Object.keys(args).join(', ')}`,
			);
		const call = {
			index: 0,
			id: `call_${answers.length + 1}`,
			type: 'function',
			function: { name, arguments: JSON.stringify(args) },
		};
		return { role: 'assistant', content: null, tool_calls: [call] };
	}

	async serve(request: http.IncomingMessage, response: http.ServerResponse) {
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		const heard = Buffer.concat(chunks).toString('utf8');
		try {
			if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
				throw new Error(`there is no ${request.method} ${request.url}`);
			const body = JSON.parse(heard);
			const message = this.speak(body, heard);
			const finish_reason = message.tool_calls ? 'tool_calls' : 'stop';
			const head = {
				id: 'chatcmpl-1',
				created: 1,
				model: body.model,
				system_fingerprint: 'scripted',
			};
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			if (!body.stream) {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(
					JSON.stringify({
						...head,
						object: 'chat.completion',
						choices: [{ index: 0, message, finish_reason, logprobs: null }],
						usage,
					}),
				);
				return;
			}
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const choices = [
				{ index: 0, delta: message, finish_reason: null },
				{ index: 0, delta: {}, finish_reason },
			];
			for (const choice of choices)
				response.write(
					`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [choice] })}\n\n`,
				);
			response.end('data: [DONE]\n\n');
		} catch (error) {
			response.writeHead(400, { 'content-type': 'application/json' });
			response.end(
				JSON.stringify({
					error: {
						message: (error as Error).message,
						type: 'invalid_request_error',
						param: null,
						code: null,
					},
				}),
			);
		}
	}
}
