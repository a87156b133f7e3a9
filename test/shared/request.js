'use strict';

/** Sends requests to a vendor that is not there. */

const { send } = require('../../dist/nodes/shared/send');

const silent = /** @type {any} */ ({
	name: 'Vendor',
	credential: 'vApi',
	secrets: ['key'],
	confidential: ['text', 'inner'],
	failure: () => undefined,
	payload: (/** @type {any} */ body) => body,
});
let accounts = 0;

/**
 * @param {Array<any>} answers an error, or an answer; the last one is given for ever
 * @param {{credential?: any, vendor?: any, context?: any}} [more]
 */
function vendorOf(answers, { credential, vendor, context } = {}) {
	/** @type {any[]} */
	const asked = [];
	/** @type {number[]} */
	const at = [];
	const give = async (/** @type {any} */ options, /** @type {any} */ data) => {
		asked.push({ ...options, data });
		at.push(Date.now());
		const given = answers[Math.min(asked.length, answers.length) - 1];
		if (given instanceof Error) throw given;
		return { statusCode: 200, headers: {}, body: {}, ...given };
	};
	const known = {
		baseUrl: 'https://vendor.example/',
		key: `secret-of-${(accounts += 1)}`,
		...credential,
	};
	const from = {
		getNode: () => ({ name: 'N', type: 't', typeVersion: 1, parameters: {} }),
		getItemIndex: () => 2,
		getExecutionCancelSignal: () => undefined,
		getCredentials: async () => known,
		helpers: {
			httpRequest: async (/** @type {any} */ options) => await give(options, undefined),
			httpRequestWithAuthentication: async (
				/** @type {any} */ _type,
				/** @type {any} */ options,
				/** @type {any} */ { credentialsDecrypted },
			) => await give(options, credentialsDecrypted.data),
		},
		...context,
	};
	/** @param {any} [request] */
	const go = async ({ options, ...request } = /** @type {any} */ ({})) =>
		await send(
			/** @type {any} */ (from),
			{ ...silent, ...vendor },
			{ reads: true, ...request, options: { method: 'GET', url: '/x', ...options } },
		);
	/** @param {any} [request] */
	const words = async (request) =>
		await go(request).then(
			() => 'nothing',
			(error) => error.message,
		);
	return { asked, at, from, go, words, known };
}
const broken = (/** @type {string} */ code) => Object.assign(new Error(code), { code });
const status = (
	/** @type {number} */ statusCode,
	/** @type {any} */ body = {},
	/** @type {any} */ headers = {},
) => ({ statusCode, body, headers });

module.exports = { broken, silent, status, vendorOf };
