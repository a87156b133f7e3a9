import { claimEvent } from '../../../nodes/shared/webhook/deduplication';

/**
 * A trigger whose calls overlap: each reads what is stored before as many others as `overlap` have written theirs.
 */
function triggerWith(overlap: number) {
	let stored: any = {};
	const unwritten: any[] = [];
	const name = `overlap ${overlap}`;
	return (event: number) => {
		const data = structuredClone(stored);
		const context = {
			getWorkflow: () => ({ id: name }),
			getNode: () => ({ id: name }),
			getWorkflowStaticData: () => data,
		} as any;
		const own = claimEvent(context, [String(event)]);
		if (!own) return false;
		own.keep(context);
		unwritten.push(data);
		if (unwritten.length > overlap) stored = unwritten.shift();
		return true;
	};
}

test.each([0, 1, 5, 20])(
	'the newest events are known, however many came before, when %i calls overlap',
	(overlap) => {
		const starts = triggerWith(overlap);
		const events = Array.from({ length: 2_500 }, (_, index) => index);
		expect(events.every(starts)).toBe(true);
		expect(events.slice(-1_000).filter(starts)).toEqual([]);
	},
);
