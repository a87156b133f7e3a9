import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { jsonOf } from '../output';
import type { Output } from '../output';
import type { Listing } from './listing';
import { readFirst, readNewest, readNews } from './news';
import type { ListState } from './news';
import type { Noticing } from './trigger';

/** An event that shows as a new entry of a list. */
export interface NewEntries {
	watched: (context: IPollFunctions) => unknown[];
	/** The list. @param since for a vendor that can leave out what is older: milliseconds since 1970 */
	list: (context: IPollFunctions, since?: number) => Listing;
	/** How many entries to remember. */
	keep: number;
	/** The fields of the simplified version. */
	simplify?: Output['simplify'];
	/** Whether the user wants an entry; all of them, if left out. */
	wants?: (context: IPollFunctions, entry: IDataObject) => boolean;
	/** Adds what the entry itself does not say. */
	more?: (context: IPollFunctions) => IDataObject;
}

/** Notices new entries of a list. */
export function newEntries({
	watched,
	list,
	keep,
	simplify,
	wants = () => true,
	more,
}: NewEntries): Noticing {
	const shown = (context: IPollFunctions, entries: ReadonlyArray<{ entry: IDataObject }>) => {
		const options = {
			simplify: context.getNodeParameter('simplify', false) as boolean,
			secrets: false,
		};
		return entries
			.filter(({ entry }) => wants(context, entry))
			.map(({ entry }) => ({ ...jsonOf(entry, { simplify }, options), ...more?.(context) }));
	};
	return {
		watched,
		poll: async (context, before) => {
			if (before === undefined) return { items: [], state: await readFirst(list(context), keep) };
			const last = before as ListState;
			const { entries, state } = await readNews(
				list(context, last.memory.below ?? undefined),
				last,
				keep,
			);
			return { items: shown(context, entries), state };
		},
		sample: async (context) => shown(context, await readNewest(list(context))),
	};
}
