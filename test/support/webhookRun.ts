/** What the tests of the webhook triggers share: a secret, and triggers whose workflow n8n stores. */

import type { StoredWorkflow, WebhookRun } from './engine/webhook';

/** The secret of the method Query Token; it is the query of a call too. */
export const secrets = { token: 'Lavender-harbour_1742' };

/** A trigger whose workflow is stored between calls. */
export type StoredRun = WebhookRun & { server: StoredWorkflow };

let workflows = 0;

/** A workflow that nothing was stored of yet. Its ID is new, so the process remembers nothing of it either. */
export const createStoredWorkflow = (staticData: StoredWorkflow['staticData'] = {}) => ({
	staticData,
	id: `workflow ${(workflows += 1)}`,
});

/** A trigger in a workflow of its own, unless the run has one. */
export const createRun = (run: WebhookRun): StoredRun => ({
	server: createStoredWorkflow(),
	...run,
});
