'use strict';

/** Every credential, operation and trigger in a real n8n, and what is left of them after it was started again. */

const { withInstance } = require('../instance');
const { checkCredentials } = require('./credentials');
const { checkOperations } = require('./each');
const { checkRestart } = require('./restart');
const { checkTriggers } = require('./triggers');

/** @type {import('../suite').Suite} */
module.exports = {
	// 6 credentials, 27 resources and 2 about all of them, 10 for the triggers, 8 for the restart.
	rows: 53,
	run: async (ground, checks) =>
		await withInstance(ground, checks, async (instance, check) => {
			await checkCredentials(instance, check);
			await checkOperations(instance, check);
			await checkRestart(instance, check, await checkTriggers(instance, check));
		}),
};
