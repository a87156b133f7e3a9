/** Every credential, operation and trigger in a real n8n, and what is left of them after a restart. */

import { withInstance, withServerLog } from '../instance';
import type { Suite } from '../suite';
import { checkCredentials, credentialCheckCount } from './credentialChecks';
import { checkOperations, operationCheckCount } from './operationChecks';
import { checkPollingTriggers, pollingTriggerCount } from './pollingTriggerChecks';
import { checkRestart, restartCheckCount } from './restartChecks';
import { checkWebhookTriggers, webhookTriggerCount } from './webhookTriggerChecks';

/** Each trigger is executed in the editor, active, and restarted. */
const triggerCheckCount = 3 * (webhookTriggerCount + pollingTriggerCount);

export const operationsSuite: Suite = {
	name: 'operations',
	description: 'every credential, operation and trigger, and a restart',
	debianPackages: [],
	expectedChecks:
		credentialCheckCount + operationCheckCount + triggerCheckCount + restartCheckCount,
	async run(context, reportCheck) {
		await withInstance(context, async (instance) => {
			const check = withServerLog(instance, reportCheck);
			await checkCredentials(instance, check);
			await checkOperations(instance, check);
			const webhook = await checkWebhookTriggers(instance, check);
			const polling = await checkPollingTriggers(instance, check);
			await checkRestart(instance, check, { webhook, polling });
		});
	},
};
