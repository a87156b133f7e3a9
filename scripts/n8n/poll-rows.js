'use strict';

/**
 * The rows of the triggers that poll. n8n polls once a minute at most, and whenever a workflow is activated; so each row
 * activates a workflow, lets something happen at the vendor, and activates it again. That what was remembered outlives it,
 * and that nothing comes twice, shows in what n8n ran.
 */

const { setTimeout: delay } = require('node:timers/promises');
const { outcomeOf, unfold } = require('./api');

/** @typedef {import('./api').N8nApi} N8nApi */
/** @typedef {import('./vendors').DemoVendor} DemoVendor */
/** @typedef {import('../../test/sandbox').Sandbox} Sandbox */
/** @typedef {{ id: string, name: string }} Named */

/** How long n8n may take to activate or to run. Milliseconds. */
const patience = 60_000;

/**
 * @template T
 * @param {string} what is waited for, in words that follow "no"
 * @param {() => Promise<T|undefined>} look
 * @returns {Promise<T>}
 */
async function until(what, look) {
	const deadline = Date.now() + patience;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`no ${what} within ${patience / 1000} s`);
		await delay(50);
	}
}

/**
 * @typedef {object} Story
 * @property {string} name the row's
 * @property {string} node the trigger's type
 * @property {(known: any) => any} parameters
 * @property {(sandbox: Sandbox, known: any) => unknown} happen lets one thing happen that the trigger looks for
 * @property {string} event the item's `event`
 */

const id = (/** @type {any} */ value) => ({ __rl: true, mode: 'id', value: String(value) });
const notYet = { __rl: true, mode: 'list', value: '' };

/** @type {Record<string, {known: () => any, stories: Story[]}>} */
const polling = {
	vardast: {
		known: () => require('../../test/sandbox/vardast').known,
		stories: [
			{
				name: 'poll for new orders',
				node: 'vardastTrigger',
				parameters: ({ channel }) => ({ triggerOn: 'newOrder', channel: id(channel.id) }),
				happen: (sandbox) => sandbox.happen('newOrder'),
				event: 'newOrder',
			},
			{
				name: 'poll for new contacts',
				node: 'vardastTrigger',
				parameters: () => ({ triggerOn: 'newContact', channel: notYet }),
				happen: (sandbox) => sandbox.happen('newContact'),
				event: 'newContact',
			},
			{
				name: 'poll for new messages of a channel',
				node: 'vardastTrigger',
				parameters: ({ smallChannel }) => ({
					triggerOn: 'newMessage',
					channel: id(smallChannel.id),
					contact: notYet,
				}),
				happen: (sandbox, { smallChannel }) => {
					const contact = sandbox.state.contacts.find(
						(/** @type {any} */ one) => one.channel_id === smallChannel.id,
					);
					sandbox.happen('newMessage', { contactId: contact.id });
				},
				event: 'newMessage',
			},
		],
	},
	anycom: {
		known: () => require('../../test/sandbox/anycom').known,
		stories: [
			{
				name: 'poll for customers who wait',
				node: 'anyComTrigger',
				parameters: () => ({ triggerOn: 'customerWaiting', channel: notYet }),
				happen: (sandbox, { onBotNumber }) =>
					sandbox.happen('customerWaiting', { number: onBotNumber }),
				event: 'customerWaiting',
			},
			{
				name: 'poll for states of customers',
				node: 'anyComTrigger',
				parameters: () => ({ triggerOn: 'customerState', channel: notYet }),
				happen: (sandbox, { doneNumber }) =>
					sandbox.happen('customerState', { number: doneNumber, state: 'on_bot' }),
				event: 'customerState',
			},
			{
				name: 'poll for channels that go down',
				node: 'anyComTrigger',
				parameters: () => ({ triggerOn: 'channelStatus', channel: notYet }),
				happen: (sandbox) => sandbox.happen('channelDown'),
				event: 'channelDown',
			},
		],
	},
	naxonAi: {
		known: () => require('../../test/sandbox/naxon-ai').known,
		stories: [
			{
				name: 'poll for new or updated conversations',
				node: 'naxonAiPollingTrigger',
				parameters: () => ({ triggerOn: 'updatedConversation', model: notYet }),
				happen: (sandbox) => sandbox.happen('newMessage'),
				event: 'updatedConversation',
			},
		],
	},
};

/** @param {N8nApi} api @param {string} workflow @returns {Promise<any[]>} the executions that are over */
async function executionsOf(api, workflow) {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow }));
	const { results } = await api.request('GET', `/executions?filter=${filter}&limit=20`);
	const over = results.filter(
		(/** @type {any} */ { status }) => !['new', 'running', 'waiting'].includes(status),
	);
	return await Promise.all(
		over.map(async (/** @type {any} */ one) => await api.request('GET', `/executions/${one.id}`)),
	);
}

/**
 * Puts a workflow into n8n that begins with a trigger which polls, called "Trigger".
 * @param {{ api: N8nApi, vendor: DemoVendor, credentials: Map<string, Named>, story: Story }} options
 * @returns {Promise<any>} the workflow as n8n keeps it
 */
async function createPolled({ api, vendor, credentials, story }) {
	const trigger = {
		name: 'Trigger',
		type: `n8n-nodes-chat-platforms.${story.node}`,
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			pollTimes: { item: [{ mode: 'everyHour', minute: 0 }] },
			...story.parameters(polling[vendor.key].known()),
		},
		credentials: { [vendor.type]: /** @type {Named} */ (credentials.get(vendor.type)) },
	};
	const next = {
		name: 'Next',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
	};
	const connections = { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } };
	return await api.createWorkflow({
		name: `${vendor.name}: ${story.name}`,
		nodes: [trigger, next],
		connections,
	});
}

/**
 * @param {object} options
 * @param {N8nApi} options.api of a logged-in owner
 * @param {DemoVendor} options.vendor
 * @param {Map<string, Named>} options.credentials by type
 * @param {Sandbox} options.sandbox
 * @returns {import('./rows').Row[]} a row for each event of the vendor's polling trigger; none where it has no such trigger
 */
function pollRows({ api, vendor, credentials, sandbox }) {
	const { known, stories } = polling[vendor.key] ?? { known: () => undefined, stories: [] };
	return stories.map((story) => ({
		vendor,
		name: story.name,
		perform: async () => {
			const workflow = await createPolled({ api, vendor, credentials, story });
			const stored = async () =>
				(await api.request('GET', `/workflows/${workflow.id}`)).staticData?.['node:Trigger']
					?.lastPoll;
			const activate = async () =>
				await api.request('POST', `/workflows/${workflow.id}/activate`, {
					versionId: workflow.versionId,
				});

			await activate();
			const first = JSON.stringify(
				await until('first poll', async () => (await stored()) ?? undefined),
			);
			story.happen(sandbox, known());
			await api.request('POST', `/workflows/${workflow.id}/deactivate`);
			await activate();
			await until('execution', async () =>
				(await executionsOf(api, workflow.id)).length > 0 ? true : undefined,
			);
			await until('new memory', async () =>
				JSON.stringify(await stored()) === first ? undefined : true,
			);
			// Once more: nothing is new.
			await api.request('POST', `/workflows/${workflow.id}/deactivate`);
			const asked = sandbox.requests.length;
			await activate();
			await until('last poll', async () => (sandbox.requests.length > asked ? true : undefined));
			await api.request('POST', `/workflows/${workflow.id}/deactivate`);

			const executions = await executionsOf(api, workflow.id);
			if (executions.length !== 1)
				throw new Error(`${executions.length} executions were started, not 1`);
			const { nodes, items, error } = outcomeOf(executions[0]);
			const [{ json }] = unfold(executions[0].data).resultData.runData.Trigger[0].data.main[0];
			if (json.event !== story.event)
				throw new Error(`the event was ${json.event}, not ${story.event}`);
			return { nodes: nodes.length, items, error };
		},
	}));
}

module.exports = { createPolled, executionsOf, polling, pollRows };
