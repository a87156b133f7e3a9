import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { OperationField } from '../operations/types';
import { trimmed } from '../util/text';

/** Fields as n8n's own properties, for a collection whose values are not sent but compared. */
export const withoutLocation = (fields: OperationField[]): INodePropertyCollection['values'] =>
	fields.map(({ sendIn: _sendIn, ...property }): INodeProperties => property);

const textOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? trimmed(String(value)) : '';

/** What the user chose in a collection of filters; what is left empty filters nothing. */
export function readFilters(filters: IDataObject) {
	return {
		/** The value of a text, or the ID that was picked or entered in a locator; undefined when it is empty. */
		id: (name: string): string | undefined => {
			const field = filters[name];
			const value =
				typeof field === 'object' && field !== null && 'value' in field ? field.value : field;
			return textOf(value) || undefined;
		},
		/** The entries of a list, or of a text with one a line or separated by commas or semicolons, of any script. */
		list: (name: string): string[] => {
			const field = filters[name];
			const entries = Array.isArray(field) ? field : textOf(field).split(/[\n,،;؛]/);
			return entries.map(textOf).filter((text) => text !== '');
		},
	};
}
