import http from 'node:http';
import { startSandbox } from './server';
import { requestJson } from './testClient';
import { selarti, known } from './selarti';
import { keywordNotification, naxonAi, known as naxon } from './naxonAi';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from './server';
import type { SelartiState } from './selarti';
import type { bodyOf } from './selarti/webhooks';

/** A webhook call; `Body` asserts the type of its body. */
interface ReceivedCall<Body = unknown> {
	path: string;
	type: string | undefined;
	body: Body;
}

let server: http.Server;
let url = '';
const received: ReceivedCall[] = [];
const receivedFromSelarti = () => received as Array<ReceivedCall<ReturnType<typeof bodyOf>>>;
const receivedFromNaxonAi = () =>
	received as Array<ReceivedCall<ReturnType<typeof keywordNotification>>>;
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
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => await new Promise((resolve) => server.close(resolve)));
beforeEach(() => void received.splice(0));

describe('Selarti', () => {
	let sandbox: Sandbox<SelartiState>;
	beforeAll(async () => {
		sandbox = await startSandbox(selarti);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.reset());

	const post = async (path: string, body: unknown) => {
		const workflows = `${sandbox.url}/api/1.1/wf`;
		const logIn = await requestJson<{ response: { token: string } }>(`${workflows}/auth`, {
			method: 'POST',
			body: { key: known.key },
		});
		const headers = { authorization: `Bearer ${logIn.body.response.token}` };
		const { status } = await requestJson(`${workflows}/${path}`, { method: 'POST', headers, body });
		await sandbox.webhookSender.pending;
		return status;
	};

	test('the webhook of all messages is called for each, and the AI answers', async () => {
		const message = { task_id: known.task, chat_id: '4711', message: 'Salom' };
		expect([
			await post('send_message_external', message),
			received,
			sandbox.state.messages.at(-1)?.message_type,
		]).toEqual([200, [], 'user']);
		await sandbox.happen('setWebhook', { url: `${url}/all` });
		await sandbox.happen('setWebhook', { url: `${url}/success`, type: 'success' });
		await post('send_message_external', message);
		await post('send_message_external', { ...message, message_type: 'operator' });
		expect(
			receivedFromSelarti().map(({ path, type, body }) => [
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

	test('the webhook of a tag is called when the tag is set, with flags as words', async () => {
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
			receivedFromSelarti().map(({ body }) => [
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
		expect(receivedFromSelarti()[0].body.panel_url).toMatch(/menu=chats&amp;thread=/);
		await sandbox.happen('setTag', { tag: 'success' });
		expect(received.at(-1)?.body).toMatchObject({
			wh_type: 'success',
			thread_id: known.thread,
			success: 'yes',
		});
	});

	test('deliveries are recorded, repeated, and removed by a reset', async () => {
		await sandbox.happen('setWebhook', { url: `${url}/ill` });
		await sandbox.happen('newMessage', { text: 'One' });
		await sandbox.webhookSender.again(sandbox.state);
		expect(sandbox.webhookSender.deliveries).toEqual([
			expect.objectContaining({ status: 500, text: 'thanks' }),
			expect.objectContaining({ status: 500, text: 'thanks' }),
		]);
		expect(received[1]).toEqual(received[0]);
		await sandbox.happen('setWebhook', { url: 'http://127.0.0.1:9/' });
		await sandbox.happen('newMessage');
		expect(sandbox.webhookSender.deliveries.at(-1)).toMatchObject({ status: undefined });
		sandbox.reset();
		expect([sandbox.webhookSender.deliveries, sandbox.state.webhooks]).toEqual([[], []]);
		expect(() => sandbox.webhookSender.again(sandbox.state)).toThrow('nothing was delivered yet');
	});

	test('the inbox records what is posted to it', async () => {
		const inbox = `${sandbox.url}/__sandbox/inbox`;
		await fetch(inbox, { method: 'POST', body: JSON.stringify({ chat: '1', text: 'Salom' }) });
		expect(await (await fetch(inbox)).json()).toEqual([{ chat: '1', text: 'Salom' }]);
		expect(sandbox.requests).toEqual([]);
	});

	test('a sandbox closes while a webhook call has no response', async () => {
		const other = await startSandbox(selarti);
		const silent = http.createServer(() => {});
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		await other.happen('setWebhook', {
			url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
		});
		void other.happen('newMessage');
		await other.close();
		expect(other.webhookSender.deliveries).toEqual([
			expect.objectContaining({ status: undefined }),
		]);
		silent.closeAllConnections();
		silent.close();
	});
});

test('Naxon AI calls a webhook for each keyword of a user', async () => {
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
		receivedFromNaxonAi().map(({ body: { event, payload } }) => [
			event,
			payload.keyword,
			payload.id === naxon.longConversation,
			payload.most_recent_message?.message,
		]),
	).toEqual([
		['keyword-notification', 'refund', true, 'I am ANGRY, refund!'],
		['keyword-notification', 'angry', true, 'I am ANGRY, refund!'],
		['keyword-notification', 'refund', false, 'Refund?'],
	]);
	await sandbox.close();
});
