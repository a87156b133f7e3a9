import assert from 'node:assert/strict';
import type { ExecutionOutcome } from './executionLog';

/**
 * Counts what became of the events of one round. What an earlier round has left does not count.
 *
 * @throws Unless each event started exactly one execution, which succeeded.
 */
export function verifyOutcomes(ids: readonly string[], outcomes: ExecutionOutcome[]): string {
	const counts = new Map(ids.map((id) => [id, 0]));
	let failed = 0;
	for (const { status, eventId } of outcomes) {
		const count = counts.get(eventId);
		if (count === undefined) continue;
		if (status === 'success') counts.set(eventId, count + 1);
		else failed += 1;
	}
	const lost = [...counts.values()].filter((count) => count === 0).length;
	const repeated = [...counts.values()].filter((count) => count > 1).length;
	const summary = `${lost} lost, ${repeated} executed twice`;
	assert(
		lost + repeated + failed === 0,
		`of ${ids.length} events: ${summary}, ${failed} executions failed`,
	);
	return summary;
}
