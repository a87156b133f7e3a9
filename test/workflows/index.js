'use strict';

/**
 * Workflows made of the rows of the contracts: what a user would have saved who uses an operation as a row does. The
 * parameters stand in the contracts alone.
 */

/** @typedef {import('../contract').Contract} Contract */
/** @typedef {import('../contract').Row} Row */
/** @typedef {import('../sandbox').Name} Name */
/** @typedef {import('../sandbox').Sandbox} Sandbox */
/** @typedef {{ name: string, parameters: Record<string, any> }} Step a node of a workflow */

const packageName = require('../../package.json').name;

/** @type {Record<Name, Contract>} */
const contracts = {
	selarti: require('../contract/selarti').contract,
	anycom: require('../contract/anycom').contract,
	naxonAi: require('../contract/naxonAi').contract,
	vardast: require('../contract/vardast').contract,
};

/** Some dates of the contracts are those of this time zone. */
const timezone = 'Asia/Tashkent';

/** How such a workflow's own nodes are called. */
const names = { start: 'Start', items: 'Items' };

/**
 * A workflow in which each step gets the same items: a manual trigger, the items, and the steps side by side.
 * @param {object} options
 * @param {string} options.name
 * @param {Contract} options.contract
 * @param {Step[]} options.steps
 * @param {any} options.json of the one item
 * @param {{ id: string, name: string }} options.credential
 */
function workflowOf({ name, contract, steps, json, credential }) {
	const { start, items } = names;
	const own = [
		{
			id: 'start',
			name: start,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'items',
			name: items,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
		},
	];
	const nodes = steps.map((step, index) => ({
		id: `step-${index}`,
		name: step.name,
		type: `${packageName}.${contract.node}`,
		typeVersion: 1,
		position: [440, index * 160],
		parameters: step.parameters,
		credentials: { [contract.credential]: credential },
	}));
	const to = (/** @type {string} */ node) => ({ node, type: 'main', index: 0 });
	return {
		name,
		nodes: [...own, ...nodes],
		connections: {
			[start]: { main: [[to(items)]] },
			[items]: { main: [steps.map((step) => to(step.name))] },
		},
		settings: { executionOrder: 'v1', timezone },
	};
}

/**
 * Brings a vendor into the state in which a row's request makes sense, and forgets what it was asked. Who is logged in
 * stays so.
 * @param {Sandbox} sandbox @param {Row} [row]
 */
function makeReady(sandbox, row) {
	const { tokens } = sandbox.state;
	sandbox.reset();
	if (tokens) sandbox.state.tokens = tokens;
	row?.prepare?.(sandbox);
}

/** @param {Row} row @returns {string} as a person calls it */
const nameOf = ({ number, resource, operation }) => `${number} ${resource}.${operation}`;

/** A log-in is no request of the workflow's own. @param {Sandbox} sandbox */
const requestsOf = (sandbox) => sandbox.requests.filter(({ number }) => number !== 'S0');

module.exports = {
	contracts,
	makeReady,
	nameOf,
	names,
	packageName,
	requestsOf,
	timezone,
	workflowOf,
};
