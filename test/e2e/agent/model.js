'use strict';

/**
 * A chat model on loopback that follows a script: it speaks the chat-completions protocol, whole or streamed, as n8n's
 * OpenAI Chat Model node expects it. It says what a model might say, and keeps what it was told.
 */

const http = require('node:http');

/**
 * @typedef {object} Tool as a model sees it
 * @property {string} name
 * @property {string} description
 * @property {{ properties?: Record<string, { type?: string, description?: string }>, required?: string[] }} parameters
 *
 * @typedef {object} Part what the model does for one prompt
 * @property {Array<(answers: string[]) => { tool: string, args: Record<string, unknown> }>} calls one after the other; each knows the tools' answers so far
 * @property {(answers: string[]) => string} finish its last words
 *
 * @typedef {object} Talk what it was told about one prompt
 * @property {Tool[]} tools
 * @property {string[]} answers of the tools, in the order of the calls
 * @property {string[]} heard every request as it came
 * @property {boolean} streamed whether the last answer was
 */

/** The names that the protocol allows. */
const toolName = /^[a-zA-Z0-9_-]{1,64}$/;

/** @param {any} content a text, or parts of one */
const textOf = (content) =>
	Array.isArray(content) ? content.map(({ text = '' }) => text).join('') : String(content ?? '');

class Model {
	constructor() {
		/** @type {Map<string, Part>} */
		this.parts = new Map();
		/** @type {Map<string, Talk>} */
		this.talks = new Map();
		this.url = '';
		this.server = http.createServer((request, response) => void this.serve(request, response));
	}

	async start() {
		await new Promise((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(0, '127.0.0.1', () => resolve(undefined));
		});
		this.url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.server.address()).port}/v1`;
		return this;
	}

	async close() {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** @param {string} prompt by which it knows its part @param {Part} part */
	learn(prompt, part) {
		this.parts.set(prompt, part);
	}

	/** @param {string} prompt @returns {Talk} @throws {Error} where it was never asked */
	talk(prompt) {
		const talk = this.talks.get(prompt);
		if (!talk) throw new Error('the agent never asked the model');
		return talk;
	}

	/** @param {any} body of a request @param {string} heard @returns {any} the message it answers with */
	speak(body, heard) {
		const tools = (body.tools ?? []).map((/** @type {any} */ tool) => tool.function);
		const bad = tools.find((/** @type {Tool} */ { name }) => !toolName.test(name));
		if (bad)
			throw new Error(
				`Invalid 'tools.function.name': '${bad.name}' does not match the pattern ${toolName}`,
			);
		const prompt = textOf(
			body.messages.find((/** @type {any} */ { role }) => role === 'user')?.content,
		);
		const part = this.parts.get(prompt);
		if (!part) throw new Error(`no part was learnt for "${prompt}"`);
		const answers = body.messages
			.filter((/** @type {any} */ { role }) => role === 'tool')
			.map((/** @type {any} */ { content }) => textOf(content));
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
		const tool = tools.find((/** @type {Tool} */ candidate) => candidate.name === name);
		if (!tool)
			throw new Error(
				`there is no tool ${name} among ${tools.map((/** @type {Tool} */ one) => one.name).join(', ')}`,
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

	/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
	async serve(request, response) {
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
						message: /** @type {Error} */ (error).message,
						type: 'invalid_request_error',
						param: null,
						code: null,
					},
				}),
			);
		}
	}
}

module.exports = { Model, toolName };
