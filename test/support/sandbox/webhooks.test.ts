import http from 'node:http';
import { startSandbox } from './server';
import { selarti, known } from './selarti';
import { naxonAi, known as naxon } from './naxonAi';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from './server';

let server: http.Server;
let url = '';
const received: Array<{ path: string; type: string | undefined; body: any }> = [];
beforeAll(async () => {
	server = http.createServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		received.push({
			path: request.url ?? '',
			type: request.headers['content-type'],
			body: JSON.parse(text),
		});
		response.writeHead(request.url === '/ill' ? 500 : 200).end('thanks');
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => await new Promise((resolve) => server.close(resolve)));
beforeEach(() => void received.splice(0));

describe('Selarti', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(selarti);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.reset());

	const post = async (path: string, body: any) => {
		const json = { 'content-type': 'application/json' };
		const logIn = await fetch(`${sandbox.url}/api/1.1/wf/auth`, {
			method: 'POST',
			headers: json,
			body: JSON.stringify({ key: known.key }),
		});
		const { response } = (await logIn.json()) as any;
		const headers = { ...json, authorization: `Bearer ${response.token}` };
		const answer = await fetch(`${sandbox.url}/api/1.1/wf/${path}`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body),
		});
		await sandbox.postman.pending;
		return answer.status;
	};

	test('tells all messages to who asked for them, and the AI answers then', async () => {
		const message = { task_id: known.task, chat_id: '4711', message: 'Salom' };
		expect([
			await post('send_message_external', message),
			received,
			sandbox.state.messages.at(-1).message_type,
		]).toEqual([200, [], 'user']);
		await sandbox.happen('setWebhook', { url: `${url}/all` });
		await sandbox.happen('setWebhook', { url: `${url}/success`, type: 'success' });
		await post('send_message_external', message);
		await post('send_message_external', { ...message, message_type: 'operator' });
		expect(
			received.map(({ path, type, body }) => [
				path,
				type,
				body.message_type,
				body.message_text,
				body.wh_type,
				body.external_chat_id,
			]),
		).toEqual([
			['/all', 'application/json', 'user', 'Salom', 'all_messages', '4711'],
			['/all', 'application/json', 'bot', 'AI: Salom', 'all_messages', '4711'],
			['/all', 'application/json', 'operator', 'Salom', 'all_messages', '4711'],
		]);
	});

	test('tells a tag that is set, with flags as words', async () => {
		await sandbox.happen('setWebhook', { url: `${url}/success`, type: 'success' });
		expect(
			await post('update_tag', {
				thread: known.thread,
				success: true,
				close: true,
				interest: false,
			}),
		).toBe(200);
		await post('update_tag', { thread: known.thread, success: false });
		await post('update_tag', { thread: known.threadWithoutMessages, success: true });
		expect(
			received.map(({ body }) => [
				body.wh_type,
				body.thread_id,
				body.success,
				body.close,
				body.interest,
				body.message_id !== '',
			]),
		).toEqual([
			['success', known.thread, 'yes', 'yes', 'no', true],
			['success', known.threadWithoutMessages, 'yes', 'no', 'no', false],
		]);
		expect(received[0].body.panel_url).toMatch(/menu=chats&amp;thread=/);
		await sandbox.happen('setTag', { tag: 'success' });
		expect(received.at(-1)?.body).toMatchObject({
			wh_type: 'success',
			thread_id: known.thread,
			success: 'yes',
		});
	});

	test('keeps what was answered, sends again, and forgets at reset', async () => {
		await sandbox.happen('setWebhook', { url: `${url}/ill` });
		await sandbox.happen('newMessage', { text: 'One' });
		await sandbox.postman.again(sandbox.state);
		expect(sandbox.postman.deliveries).toEqual([
			expect.objectContaining({ status: 500, text: 'thanks' }),
			expect.objectContaining({ status: 500, text: 'thanks' }),
		]);
		expect(received[1]).toEqual(received[0]);
		await sandbox.happen('setWebhook', { url: 'http://127.0.0.1:9/' });
		await sandbox.happen('newMessage');
		expect(sandbox.postman.deliveries.at(-1)).toMatchObject({ status: undefined });
		sandbox.reset();
		expect([sandbox.postman.deliveries, sandbox.state.webhooks]).toEqual([[], []]);
		expect(() => sandbox.postman.again(sandbox.state)).toThrow('nothing was delivered yet');
	});

	test('keeps an inbox for a messenger', async () => {
		const inbox = `${sandbox.url}/__sandbox/inbox`;
		await fetch(inbox, { method: 'POST', body: JSON.stringify({ chat: '1', text: 'Salom' }) });
		expect(await (await fetch(inbox)).json()).toEqual([{ chat: '1', text: 'Salom' }]);
		expect(sandbox.requests).toEqual([]);
	});

	test('ends while nobody answers', async () => {
		const other = await startSandbox(selarti);
		const silent = http.createServer(() => {});
		await new Promise((resolve) => silent.listen(0, '127.0.0.1', () => resolve(undefined)));
		await other.happen('setWebhook', {
			url: `http://127.0.0.1:${(silent.address() as any).port}`,
		});
		void other.happen('newMessage');
		await other.close();
		expect(other.postman.deliveries).toEqual([expect.objectContaining({ status: undefined })]);
		silent.closeAllConnections();
		silent.close();
	});
});

test('Naxon AI tells each keyword that a user says', async () => {
	const sandbox = await startSandbox(naxonAi);
	await sandbox.happen('setWebhook', { url: `${url}/keyword`, keywords: ['refund', 'angry'] });
	await sandbox.happen('newMessage', {
		conversationId: naxon.longConversation,
		message: 'I am ANGRY, refund!',
	});
	await sandbox.happen('newMessage', {
		conversationId: naxon.longConversation,
		message: 'No refund.',
		sender: 'bot',
	});
	await sandbox.happen('newConversation', { message: 'Refund?' });
	await sandbox.happen('newConversation', { message: 'Hello' });
	expect(
		received.map(({ body: { event, payload } }) => [
			event,
			payload.keyword,
			payload.id === naxon.longConversation,
			payload.most_recent_message.message,
		]),
	).toEqual([
		['keyword-notification', 'refund', true, 'I am ANGRY, refund!'],
		['keyword-notification', 'angry', true, 'I am ANGRY, refund!'],
		['keyword-notification', 'refund', false, 'Refund?'],
	]);
	await sandbox.close();
});
