import { writeLedgerOf } from '../../../nodes/shared/operations/writeLedger';

test('a write ledger belongs to its item', () => {
	const item = {};
	writeLedgerOf(item).set('a', { response: 1 });
	expect(writeLedgerOf(item).get('a')).toEqual({ response: 1 });
	expect(writeLedgerOf({}).size).toBe(0);
});
