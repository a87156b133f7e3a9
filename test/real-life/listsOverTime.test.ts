/** Lists that change, or fail for a moment, while they are polled or read page by page. */

import { useSelarti } from '../integration/selarti/useSelarti';
import { PolledWorkflow } from '../support/engine/poll';
import { known } from '../support/sandbox/selarti';
import { known as vardastKnown } from '../support/sandbox/vardast';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { byId } from '../support/vendors/parameters';
import { vardast } from '../support/vendors/vardast';

const selarti = useSelarti();
const shop = useVendor(vardast);
const desk = useVendor(anyCom);

// https://github.com/activepieces/activepieces/pull/13064
describe('a list that is empty for one poll', () => {
	const orders = () =>
		new PolledWorkflow({
			node: 'vardastTrigger',
			parameters: { triggerOn: 'newOrder', channel: byId(vardastKnown.channel.id) },
			credentials: { vardastApi: shop.credentialData() },
		});

	test.each([
		['an empty list', { items: [], total: 0, page: 1, size: 50, pages: 0 }],
		['a list without an envelope', []],
		['an empty object', {}],
		['null in the list', { items: null }],
		['entries without anything', { items: [null, {}] }],
		['nothing', ''],
	])('starts nothing when it is back: %s', async (_title, body) => {
		const polled = orders();
		await polled.activate();
		shop.sandbox.injectFault({ kind: 'rewrite', body, times: 1 });
		await polled.tick();
		await polled.tick();
		expect(polled.items.filter(({ id }) => id !== undefined)).toEqual([]);
		shop.sandbox.happen('newOrder');
		await polled.tick();
		expect(polled.items.filter(({ id }) => id !== undefined)).toHaveLength(1);
	});

	test.each([['customerState'], ['channelStatus']])(
		'of AnyCom starts nothing when it is back: %s',
		async (triggerOn) => {
			const polled = new PolledWorkflow({
				node: 'anyComTrigger',
				parameters: { triggerOn },
				credentials: { anyComApi: desk.credentialData() },
			});
			await polled.activate();
			desk.sandbox.injectFault({ kind: 'rewrite', body: { status: 200, result: [] }, times: 1 });
			await polled.tick();
			await polled.tick();
			expect(polled.items).toEqual([]);
		},
	);

	test('of AnyCom’s waiting customers tells of them once more: they may have left, and nobody may be missed', async () => {
		const polled = new PolledWorkflow({
			node: 'anyComTrigger',
			parameters: { triggerOn: 'customerWaiting' },
			credentials: { anyComApi: desk.credentialData() },
		});
		await polled.activate();
		desk.sandbox.injectFault({
			kind: 'rewrite',
			on: 'A19',
			body: { status: 200, result: [] },
			times: 1,
		});
		for (let poll = 0; poll < 3; poll += 1) await polled.tick();
		expect(polled.items).toHaveLength(desk.sandbox.state.awaiting.length);
	});
});

// https://github.com/davidcelis/api-pagination/issues/60, https://github.com/netbox-community/netbox/issues/3693
describe('a list that shifts while its pages are read', () => {
	const reading = {
		resource: 'message',
		operation: 'getAll',
		thread: byId(known.thread),
		returnAll: true,
		simplify: false,
	};
	const idsOf = async () => {
		const { items, error } = await selarti.run(reading);
		expect(error).toBeUndefined();
		return items.map(({ json }) => json._id);
	};
	const messages = () => selarti.sandbox.state.messages;

	beforeEach(async () => {
		for (let number = 0; number < 150; number += 1)
			await selarti.sandbox.happen('newMessage', { text: `message ${number}` });
	});
	afterEach(() => void selarti.sandbox.removeAllListeners('done'));

	/** Lets something happen after the first page was read. */
	const afterFirstPage = (happen: () => void) => {
		let isFirst = true;
		selarti.sandbox.on('done', ({ number }) => {
			if (number === 'S6' && isFirst) {
				isFirst = false;
				happen();
			}
		});
	};

	test('gives no entry twice', async () => {
		const before = await idsOf();
		afterFirstPage(() => void selarti.sandbox.happen('newMessage', { text: 'one more' }));
		const ids = await idsOf();
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(before));
	});

	test('may leave out one entry for each that was deleted, and no more: nobody can tell', async () => {
		const before = await idsOf();
		afterFirstPage(
			() =>
				void messages().splice(
					messages().findIndex(({ _id }) => _id === before[0]),
					1,
				),
		);
		const ids = await idsOf();
		expect(new Set(ids).size).toBe(ids.length);
		expect(before.filter((id) => !ids.includes(id)).length).toBeLessThanOrEqual(1);
	});
});
