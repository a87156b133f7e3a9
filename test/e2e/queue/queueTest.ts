/** What the checks of the queue suite share. */

import { randomBytes } from 'node:crypto';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { startSandbox } from '../../support/sandbox/server';
import type { Sandbox } from '../../support/sandbox/server';
import type { Cleanup } from '../cleanup';
import { loadSubject } from '../loadScenario';
import type { LoadSubject } from '../loadScenario';
import { AnswerWorkflow } from './answerWorkflow';
import type { MessageEvent, QueueCredentials } from './answerWorkflow';
import type { Cluster } from './cluster';

/** Max Concurrent Requests of the vendor's credential. */
export const maxConcurrentRequests = 2;

export class QueueTest {
	/** The processes that have sent requests to the vendor. */
	readonly clients = new Set<string>();

	private lastNumber = -1;

	private constructor(
		readonly cluster: Cluster,
		readonly subject: LoadSubject,
		readonly sandbox: Sandbox,
		readonly credentials: QueueCredentials,
		/** Authenticates its callers by the token alone. */
		readonly workflow: AnswerWorkflow,
	) {}

	static async create(cluster: Cluster, cleanup: Cleanup): Promise<QueueTest> {
		const subject = loadSubject();
		const { vendor, scenario } = subject;
		const sandbox = await startSandbox(vendor.sandbox);
		cleanup.add(() => sandbox.close());
		const { client } = cluster;
		const token = randomBytes(24).toString('hex');
		const credentials = {
			account: await client.createCredential({
				name: vendor.name,
				type: vendor.credentialType,
				data: { ...vendor.credentialData(sandbox.url), maxConcurrentRequests },
			}),
			webhook: await client.createCredential({
				name: `${vendor.name} webhook`,
				type: scenario.trigger.webhookCredentialType,
				data: { token },
			}),
			token,
		};
		const authentication = ['queryToken'];
		const workflow = await AnswerWorkflow.create(cluster, subject, credentials, authentication);
		return new QueueTest(cluster, subject, sandbox, credentials, workflow);
	}

	/** Creates events that did not occur before. */
	createEvents(count: number): MessageEvent[] {
		const { createEvent } = this.subject.scenario;
		return Array.from({ length: count }, () => {
			this.lastNumber += 1;
			return createEvent(this.sandbox.state, this.lastNumber);
		});
	}

	/** How often the vendor has accepted each answer. */
	answerCounts(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const text of this.subject.scenario.acceptedAnswers(this.sandbox))
			counts.set(text, (counts.get(text) ?? 0) + 1);
		return counts;
	}

	/** Waits until an event is answered: what was delivered before it is handled by then. */
	async waitForAnswer(event: MessageEvent): Promise<void> {
		const text = this.subject.scenario.answerTo(event);
		await waitUntil('answer to the last event', async () => this.answerCounts().get(text));
	}
}
