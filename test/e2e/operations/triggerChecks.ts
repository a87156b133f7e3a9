/**
 * The triggers, first as somebody tries them in the editor and then active. What they are here, they are asked after a restart again.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { outcomeOf, unfold } from '../../../scripts/n8n/api';
import { createPolled, executionsOf, polling } from '../../../scripts/n8n/poll-rows';
import { demoVendors } from '../../../scripts/n8n/vendors';
import { Active, expect, stories, until } from '../../../scripts/n8n/webhook-rows';
import type { Instance } from '../instance';
import type { DemoVendor } from '../../../scripts/n8n/vendors';
import type { Sandbox } from '../../support/sandbox/server';
import type { Check } from '../suite';

/** a trigger that a vendor calls */
export interface Hooked {
	name: string;
	sandbox: Sandbox;
	active: Active;
	happen: (text: string) => Promise<unknown>;
}

/** a trigger that asks */
export interface Polled {
	name: string;
	sandbox: Sandbox;
	workflow: any;
	/** the items it has started the workflow with, by execution */
	given: () => Promise<any[]>;
	/** one more thing that happens */
	meanwhile: () => unknown;
}

/** What each trigger is given, and one event that it is to see. */
const hooks = [
	{
		key: 'selarti',
		node: 'selartiTrigger',
		parameters: { triggerOn: ['all_messages'] },
		happen: (text: string) => ['newMessage', { text }],
	},
	{
		key: 'naxonAi',
		node: 'naxonAiTrigger',
		parameters: {},
		happen: (text: string) => ['newMessage', { message: `${text}: refund` }],
	},
];

/**
 * For each trigger that polls: which of the stories is told, and what happens while n8n is down.
 */
const polls = [
	{ key: 'vardast', story: 'newOrder', meanwhile: ['newOrder', { row: { full_name: 'Laleh' } }] },
	{
		key: 'anycom',
		story: 'customerWaiting',
		meanwhile: [
			'customerWaiting',
			{ number: require('../../support/sandbox/anyCom').known.doneNumber },
		],
	},
	{
		key: 'naxonAi',
		story: 'updatedConversation',
		meanwhile: ['newMessage', { message: 'Still there?' }],
	},
];

const vendorOf = (key: string) => demoVendors.find((vendor) => vendor.key === key) as DemoVendor;

/** @returns the json of what a node gave */
const jsonOf = (execution: any, node: string = 'Trigger'): any[] =>
	unfold(execution.data).resultData.runData[node][0].data.main[0].map(({ json }: any) => json);

async function makeHooked(
	{ api, sandboxes, credentials }: Instance,
	{ key, node, parameters, happen }: (typeof hooks)[number],
): Promise<Hooked> {
	const vendor = vendorOf(key);
	const sandbox = sandboxes[vendor.key];
	const type = vendor.type.replace(/Api$/, 'WebhookApi');
	const token = randomBytes(24).toString('hex');
	const own = await api.createCredential({ name: `${vendor.name} webhook`, type, data: { token } });
	const trigger = {
		name: 'Trigger',
		type: `n8n-nodes-chat-platforms.${node}`,
		typeVersion: 1,
		position: [0, 0],
		webhookId: randomUUID(),
		parameters: { ...parameters, authentication: ['token', 'vendor'] },
		credentials: { [type]: own, [vendor.type]: credentials.get(vendor.type) as any },
	};
	const next = {
		name: 'Next',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
	};
	const connections = { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } };
	const created = (await api.createWorkflow({
		name: `${vendor.name}: ${node}`,
		nodes: [trigger, next],
		connections,
	})) as any;
	const active = new Active(api, created, token);
	return {
		name: `${vendor.name} Trigger`,
		sandbox,
		active,
		happen: async (text) => await sandbox.happen(...(happen(text) as [string, any])),
	};
}

/** The vendor calls another address from now on. */
async function moveTo({ sandbox }: Hooked, key: string, url: string) {
	sandbox.state.webhooks.length = 0;
	await stories[key].setUp(sandbox, url);
}

/** The last delivery, which must have been taken, with an empty answer. */
export function expectTaken({ postman }: Sandbox) {
	const { status, text } = postman.deliveries.at(-1) ?? {
		status: undefined,
		text: 'nothing was sent',
	};
	expect(
		status === 200 && text === '',
		status === undefined
			? `the vendor got no answer: ${text}`
			: `the vendor was answered ${status} "${text}"`,
	);
}

/** @returns the item */
async function expectEvent({ active }: Hooked, count: number, text: string): Promise<any> {
	const { items } = await active.execution(count);
	expect(items === 1, `${items} items came out`);
	const [json] = jsonOf((await active.over()).at(-1));
	expect(
		JSON.stringify(json).includes(text) && json.verified === true,
		`it was ${JSON.stringify(json)}`,
	);
	return json;
}

/**
 * Lets two things happen one after the other. What was started by a call before them, by mistake, is over then too and
 * makes the count wrong.
 *
 * @param before how many executions there were
 */
export async function expectEvents(hooked: Hooked, before: number, text: string) {
	for (const [index, words] of [text, `${text}, and again`].entries()) {
		await hooked.happen(words);
		expectTaken(hooked.sandbox);
		await expectEvent(hooked, before + index + 1, words);
	}
}

async function testUrl(hooked: Hooked, key: string) {
	const { active, sandbox, happen } = hooked;
	const answer = await active.api.request('POST', `/workflows/${active.workflow.id}/run`, {
		triggerToStartFrom: { name: 'Trigger' },
	});
	expect(answer.waitingForWebhook === true, `n8n does not listen: ${JSON.stringify(answer)}`);
	await moveTo(hooked, key, active.url().replace('/webhook/', '/webhook-test/'));
	await happen('tried out');
	expectTaken(sandbox);
	await expectEvent(hooked, 1, 'tried out');
	return 'one event, one execution';
}

async function productionUrl(hooked: Hooked, key: string) {
	const { active, sandbox, happen } = hooked;
	await active.activate();
	await moveTo(hooked, key, active.url());
	await happen('before the restart');
	expectTaken(sandbox);
	await expectEvent(hooked, 2, 'before the restart');
	await sandbox.postman.again(sandbox.state);
	expectTaken(sandbox);
	await expectEvents(hooked, 2, 'once more');
	return 'three events and a repetition, three executions';
}

async function makePolled(
	{ api, sandboxes, credentials }: Instance,
	{ key, story: event, meanwhile }: (typeof polls)[number],
): Promise<{ polled: Polled; tryOut: () => Promise<string>; activate: () => Promise<string> }> {
	const vendor = vendorOf(key);
	const sandbox = sandboxes[vendor.key];
	const { known, stories: all } = polling[key];
	const story = all.find((candidate) => candidate.event === event) as any;
	const workflow = await createPolled({ api, vendor, credentials, story });
	const switchTo = async (what: string) =>
		await api.request('POST', `/workflows/${workflow.id}/${what}`, {
			versionId: workflow.versionId,
		});
	const remembered = async () =>
		(await api.request('GET', `/workflows/${workflow.id}`)).staticData?.['node:Trigger']?.polled;
	const given = async () => {
		const executions = await executionsOf(api, workflow.id);
		const own = executions.filter(({ mode }) => mode === 'trigger');
		for (const execution of own)
			expect(!outcomeOf(execution).error, String(outcomeOf(execution).error));
		return own.reverse().map((execution) => jsonOf(execution));
	};
	const tryOut = async () => {
		const execution = await api.execute(workflow.id, 'Trigger', { pause: 20 });
		expect(!outcomeOf(execution).error, String(outcomeOf(execution).error));
		const items = jsonOf(execution);
		expect(
			items.length === 1 && Object.keys(items[0]).length > 1,
			`the sample was ${JSON.stringify(items)}`,
		);
		return `a sample with ${Object.keys(items[0]).length} fields`;
	};
	const activate = async () => {
		await switchTo('activate');
		await until('first poll', async () => (await remembered()) ?? undefined);
		story.happen(sandbox, known());
		// n8n polls at every activation; the clock comes to it once an hour here.
		await switchTo('deactivate');
		await switchTo('activate');
		const [items] = await until('execution', async () =>
			(await given()).length > 0 ? await given() : undefined,
		);
		expect(
			items.length === 1 && items[0].event === story.event,
			`the items were ${JSON.stringify(items)}`,
		);
		return 'one thing happened, one item';
	};
	const polled = {
		name: `${vendor.name} ${story.node}`,
		sandbox,
		workflow,
		given,
		meanwhile: () => sandbox.happen(...(meanwhile as [string, any])),
	};
	return { polled, tryOut, activate };
}

/** @returns what is active now */
export async function checkTriggers(
	instance: Instance,
	check: Check,
): Promise<{ hooked: Hooked[]; polled: Polled[] }> {
	const hooked: Hooked[] = [];
	for (const hook of hooks) {
		const one = await makeHooked(instance, hook);
		await check(`${one.name}: Test URL`, () => testUrl(one, hook.key));
		await check(`${one.name}: Production URL`, () => productionUrl(one, hook.key));
		hooked.push(one);
	}
	const polled: Polled[] = [];
	for (const poll of polls) {
		const one = await makePolled(instance, poll);
		await check(`${one.polled.name}: tried in the editor`, one.tryOut);
		await check(`${one.polled.name}: active`, one.activate);
		polled.push(one.polled);
	}
	return { hooked, polled };
}
