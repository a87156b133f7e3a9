'use strict';

/** The nodes that are compared: this package's, and n8n's HTTP Request set up by hand for the same job. */

const { name: packageName } = require('../../package.json');

/** @typedef {import('./stage').Stage} Stage */

/**
 * @param {Stage} stage @param {string} node the node's name in the package @param {string} credential its type
 * @param {Record<string, any>} parameters
 */
function ours({ credentials }, node, credential, parameters) {
	return {
		name: 'Ours',
		type: `${packageName}.${node}`,
		parameters,
		credentials: { [credential]: credentials[credential] },
	};
}

/**
 * The HTTP Request node as the editor adds it, with the vendor's credential chosen under "Predefined Credential Type".
 * @param {Stage} stage @param {string} credential its type, `` for none @param {Record<string, any>} parameters
 */
function httpRequest({ credentials }, credential, parameters) {
	const authentication = credential
		? { authentication: 'predefinedCredentialType', nodeCredentialType: credential }
		: {};
	return {
		name: 'HTTP',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: { options: {}, ...authentication, ...parameters },
		...(credential && { credentials: { [credential]: credentials[credential] } }),
	};
}

module.exports = { ours, httpRequest };
