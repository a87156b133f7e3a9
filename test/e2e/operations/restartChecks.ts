/** n8n ends and starts again on what it has stored: everything goes on from there. */

import { expect, post, until } from '../../../scripts/n8n/webhook-rows';
import { contracts, names, workflowOf } from '../../support/workflows';
import { demoVendors } from '../../../scripts/n8n/vendors';
import { parametersOf } from '../../support/contract/rows';
import { expectEvents, expectTaken } from './triggers';
import type { Instance } from '../instance';
import type { Hooked, Polled } from './triggers';
import type { Delivery } from '../../support/sandbox/webhooks';
import type { Check } from '../suite';

/** How many workflows of an account are started in the same moment. */
const AT_ONCE = 4;

/** A list of each vendor, saved. */
async function saveOnePerVendor({
	api,
	credentials,
}: Instance): Promise<Array<{ id: string; vendor: string }>> {
	const saved = [];
	for (const { key, name: vendor } of demoVendors) {
		const contract = contracts[key];
		// S1 asks for no authentication.
		const row = contract.rows.find(
			({ number, operation, required }) =>
				number !== 'S1' && operation === 'getAll' && Object.keys(required).length === 0,
		) as any;
		const steps = [{ name: 'List', parameters: parametersOf(row) }];
		const credential = credentials.get(contract.credential) as any;
		const { id } = await api.createWorkflow(
			workflowOf({ name: `${vendor}: over a restart`, contract, steps, json: {}, credential }),
		);
		saved.push({ id, vendor });
	}
	return saved;
}

async function forgetsNothing(hooked: Hooked) {
	const { active, sandbox } = hooked;
	const before = (await active.over()).length;
	const known = sandbox.postman.deliveries.filter(({ status }) => status === 200).at(-1);
	expect(known !== undefined, 'nothing was delivered before the restart');
	const { url, body } = known as Delivery;
	await until('webhook', async () =>
		(await post(active.url('-'), {})) === 404 ? undefined : true,
	);
	sandbox.state.webhooks.forEach((webhook: any) => (webhook.url = active.url()));
	expect(new URL(url).pathname === new URL(active.url()).pathname, 'the address has changed');
	sandbox.state.outbox.push({ url: active.url(), body });
	await sandbox.postman.collect(sandbox.state);
	expectTaken(sandbox);
	await expectEvents(hooked, before, 'after the restart');
	return 'what came before started nothing, what came after did';
}

async function goesOn({ given }: Polled, before: any[][]) {
	const all = await until('execution after the start', async () => {
		const found = await given();
		return found.length > before.length ? found : undefined;
	});
	expect(
		all.length === before.length + 1,
		`${all.length - before.length} executions were started, not 1`,
	);
	const items = all.at(-1) as any[];
	const seen = new Set(before.flat().map((json) => JSON.stringify(json)));
	const again = items.filter((json) => seen.has(JSON.stringify(json)));
	expect(again.length === 0, `what was seen before came again: ${JSON.stringify(again)}`);
	expect(items.length === 1, `${items.length} items came, not the 1 that is new`);
	return '1 new item, none again';
}

export async function checkRestart(
	instance: Instance,
	check: Check,
	{ hooked, polled }: { hooked: Hooked[]; polled: Polled[] },
) {
	const { api, sandboxes } = instance;
	const saved = await saveOnePerVendor(instance);
	const before: Map<Polled, any[][]> = new Map();
	for (const one of polled) before.set(one, await one.given());
	let logIns = 0;
	await check('restart: n8n ends, and starts on what it has stored', async () => {
		const since = performance.now();
		await instance.stop();
		const ended = performance.now();
		for (const { meanwhile } of polled) await meanwhile();
		sandboxes.selarti.on('request', ({ number }) => void (logIns += number === 'S0' ? 1 : 0));
		await instance.start();
		return `ended in ${((ended - since) / 1000).toFixed(1)} s`;
	});
	await check('restart: saved workflows run', async () => {
		let items = 0;
		for (const { id, vendor } of saved) {
			const outcomes = await Promise.all(
				Array.from({ length: AT_ONCE }, () => api.run(id, names.start)),
			);
			for (const { error } of outcomes) expect(error === undefined, `${vendor}: ${error}`);
			items += outcomes.reduce((sum, outcome) => sum + outcome.items, 0);
		}
		return `${saved.length} workflows, ${AT_ONCE} times at once, ${items} items`;
	});
	for (const one of hooked)
		await check(`restart: ${one.name} remembers its events`, () => forgetsNothing(one));
	for (const one of polled) {
		await check(`restart: ${one.name} goes on where it was`, () =>
			goesOn(one, before.get(one) as any[][]),
		);
	}
	await check('restart: one log-in for everything since', async () => {
		const asked = sandboxes.selarti.requests.length;
		expect(logIns <= 1, `Selarti was asked for a token ${logIns} times`);
		return `${logIns} at Selarti, for ${asked} requests`;
	});
}
