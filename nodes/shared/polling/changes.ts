import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { jsonOf } from '../output';
import type { Output } from '../output';
import { compare } from './compare';
import type { Comparison, Known } from './compare';
import type { Noticing } from './trigger';

/** What is there now, and how it is compared with what was. */
export interface Situation {
	things: IDataObject[];
	comparison: Comparison<IDataObject>;
}

/** An event that shows as a change of what is there. */
export interface Changes {
	watched: (context: IPollFunctions) => unknown[];
	/** Looks at the vendor. */
	look: (context: IPollFunctions) => Promise<Situation>;
	/** The fields of the simplified version. */
	simplify: Output['simplify'];
	/** Adds what the thing itself does not say. @param before how it was; undefined where it was not seen before */
	more?: (thing: IDataObject, before?: string) => IDataObject;
}

/** Notices changes. */
export function changes({ watched, look, simplify, more }: Changes): Noticing {
	const shown = (context: IPollFunctions, thing: IDataObject, before?: string) => {
		const options = {
			simplify: context.getNodeParameter('simplify', true) as boolean,
			secrets: false,
		};
		return { ...jsonOf(thing, { simplify }, options), ...more?.(thing, before) };
	};
	return {
		watched,
		poll: async (context, last) => {
			const { things, comparison } = await look(context);
			const { changed, known } = compare(last as Known | undefined, things, comparison);
			return {
				items: changed.map(({ thing, before }) => shown(context, thing, before)),
				state: known,
			};
		},
		sample: async (context) => (await look(context)).things.map((thing) => shown(context, thing)),
	};
}
