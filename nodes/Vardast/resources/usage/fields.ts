import { query } from '../../../shared/operations/requestBuilder';
import { toId, toIsoDate, toIsoDateTime } from '../../../shared/operations/serializers';
import type { OperationField } from '../../../shared/operations/types';

/** By what V12 finds activities. Each feature takes a parameter of its own, a period two. */
export const feature: OperationField = {
	displayName: 'Feature',
	name: 'feature',
	type: 'options',
	options: [
		{ name: 'Date', value: 'date', description: 'The activity of one day' },
		{ name: 'ID', value: 'id', description: 'One activity by its ID' },
		{ name: 'Mode', value: 'mode', description: 'A summary by mode' },
		{ name: 'Period', value: 'period', description: 'A summary from one day to another' },
	],
	required: true,
	default: 'period',
	description: 'How to choose the activity to get',
	sendIn: query('feature'),
};

const forFeature = (value: string) => ({ displayOptions: { show: { feature: [value] } } });

export const activityId: OperationField = {
	displayName: 'Activity ID',
	name: 'activityId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a10',
	description: 'The ID of the activity',
	...forFeature('id'),
	sendIn: query('activity_id', toId),
};

/** A datetime in the vendor's documentation. */
export const date: OperationField = {
	displayName: 'Date',
	name: 'date',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'The day whose activity to get',
	...forFeature('date'),
	sendIn: query('date', toIsoDateTime),
};

/** The vendor's documentation does not say which modes there are. */
export const mode: OperationField = {
	displayName: 'Mode',
	name: 'mode',
	type: 'string',
	required: true,
	default: '',
	description: 'The mode to sum up by, as Vardast names it',
	...forFeature('mode'),
	sendIn: query('mode'),
};

/** A string in the vendor's documentation, unlike `date`; activities are counted by the day, so the day is sent. */
export const startDate: OperationField = {
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'The first day of the period',
	...forFeature('period'),
	sendIn: query('start_date', toIsoDate),
};

/** A day, like the start. */
export const endDate: OperationField = {
	displayName: 'End Date',
	name: 'endDate',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'The last day of the period',
	...forFeature('period'),
	sendIn: query('end_date', toIsoDate),
};
