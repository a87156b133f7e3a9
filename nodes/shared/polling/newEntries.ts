import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toJson } from '../output';
import type { OutputOptions } from '../output';
import type { Listing } from './listing';
import { initialize, readSample, readNewEntries } from './news';
import type { ListState } from './news';
import type { PollStrategy } from './trigger';

/** An event that shows as a new entry of a list. */
export interface NewEntriesOptions {
	scope: (context: IPollFunctions) => unknown[];
	/** The list. @param since for a vendor that can leave out what is older: milliseconds since 1970 */
	list: (context: IPollFunctions, since?: number) => Listing;
	/** How many entries to remember. */
	keep: number;
	/** The fields of the simplified version. */
	simplify?: OutputOptions['simplify'];
	/** Whether the user wants an entry; all of them, if left out. */
	wants?: (context: IPollFunctions, entry: IDataObject) => boolean;
	/** Adds what the entry itself does not say. */
	extraFields?: (context: IPollFunctions) => IDataObject;
}

/** Notices new entries of a list. */
export function newEntries({
	scope,
	list,
	keep,
	simplify,
	wants = () => true,
	extraFields,
}: NewEntriesOptions): PollStrategy {
	const toItems = (context: IPollFunctions, entries: ReadonlyArray<{ entry: IDataObject }>) => {
		const options = {
			simplify: context.getNodeParameter('simplify', false) as boolean,
			secrets: false,
		};
		return entries
			.filter(({ entry }) => wants(context, entry))
			.map(({ entry }) => ({ ...toJson(entry, { simplify }, options), ...extraFields?.(context) }));
	};
	return {
		scope,
		poll: async (context, before) => {
			if (before === undefined) return { items: [], state: await initialize(list(context), keep) };
			const last = before as ListState;
			const { entries, state } = await readNewEntries(
				list(context, last.memory.watermark ?? undefined),
				last,
				keep,
			);
			return { items: toItems(context, entries), state };
		},
		sample: async (context) => toItems(context, await readSample(list(context))),
	};
}
