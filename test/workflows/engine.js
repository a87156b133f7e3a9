'use strict';

/** Runs the nodes of saved workflows in n8n's engine, without n8n around it. */

const { demoVendors } = require('../../scripts/n8n/vendors');
const { runNode } = require('../engine');
const { PolledWorkflow } = require('../engine/poll');
const { callWebhook } = require('../engine/webhook');
const { typeOf } = require('./saved');
const { caller, secrets } = require('./triggers');

/** @typedef {import('./saved').Saved} Saved */

/**
 * @param {import('../sandbox').Sandbox} sandbox @param {Saved} saved
 * @returns {import('./saved').Perform}
 */
function inEngine(sandbox, saved) {
	const vendor = /** @type {import('../../scripts/n8n/vendors').DemoVendor} */ (
		demoVendors.find(({ key }) => key === saved.sandbox)
	);
	return async (node, body) => {
		const types = Object.keys(node.credentials);
		const credentials = Object.fromEntries(
			types.map((type) => [type, type === vendor.type ? vendor.login(sandbox) : secrets]),
		);
		const run = {
			node: typeOf(node),
			parameters: structuredClone(node.parameters),
			credentials,
			timezone: saved.settings.timezone,
		};
		if (body !== undefined) {
			const { items, status, thrown } = await callWebhook(run, { body, ...caller });
			if (thrown || !items)
				throw thrown ?? new Error(`the vendor was answered ${status}, and nothing was started`);
			return items;
		}
		if (typeOf(node).endsWith('Trigger')) return (await new PolledWorkflow(run).test()) ?? [];
		const { items, error } = await runNode(run);
		if (error) throw error;
		return items.map(({ json }) => json);
	};
}

module.exports = { inEngine };
