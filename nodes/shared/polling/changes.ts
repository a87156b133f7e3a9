import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toJson } from '../output';
import type { OutputOptions } from '../output';
import { diffSnapshots } from './compare';
import type { DiffRules, KnownStates } from './compare';
import type { PollStrategy } from './trigger';

/** What is there now, and how it is compared with what was. */
export interface Snapshot {
	things: IDataObject[];
	rules: DiffRules<IDataObject>;
}

/** An event that shows as a change of what is there. */
export interface ChangeDetectionOptions {
	scope: (context: IPollFunctions) => unknown[];
	/** Looks at the vendor. */
	fetchSnapshot: (context: IPollFunctions) => Promise<Snapshot>;
	/** The fields of the simplified version. */
	simplify: OutputOptions['simplify'];
	/** Adds what the thing itself does not say. @param before how it was; undefined where it was not seen before */
	extraFields?: (thing: IDataObject, before?: string) => IDataObject;
}

/** Notices changes. */
export function detectChanges({ scope, fetchSnapshot, simplify, extraFields }: ChangeDetectionOptions): PollStrategy {
	const toItem = (context: IPollFunctions, thing: IDataObject, before?: string) => {
		const options = {
			simplify: context.getNodeParameter('simplify', true) as boolean,
			secrets: false,
		};
		return { ...toJson(thing, { simplify }, options), ...extraFields?.(thing, before) };
	};
	return {
		scope,
		poll: async (context, last) => {
			const { things, rules } = await fetchSnapshot(context);
			const { changed, known } = diffSnapshots(last as KnownStates | undefined, things, rules);
			return {
				items: changed.map(({ thing, before }) => toItem(context, thing, before)),
				state: known,
			};
		},
		sample: async (context) => (await fetchSnapshot(context)).things.map((thing) => toItem(context, thing)),
	};
}
