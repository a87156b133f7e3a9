/**
 * Every credential, operation and trigger in a real n8n, and what is left of them after it was started again.
 */

import { withInstance } from '../instance';
import { checkCredentials } from './credentials';
import { checkOperations } from './each';
import { checkRestart } from './restart';
import { checkTriggers } from './triggers';

export const rows = 53;

export const run = async (ground, checks) =>
	await withInstance(ground, checks, async (instance, check) => {
		await checkCredentials(instance, check);
		await checkOperations(instance, check);
		await checkRestart(instance, check, await checkTriggers(instance, check));
	});
