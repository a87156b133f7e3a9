import type { Operation } from '../../../shared/operations/types';
import { activityId, date, endDate, feature, mode, startDate } from './fields';

/** V12: GET get-usage-activity/. An ID and a date select one activity, a mode and a period a list. */
export const getActivity: Operation = {
	name: 'Get Activity',
	value: 'getActivity',
	action: 'Get usage activity',
	description:
		'Get how many new contacts and message requests there were, on a day or over a period',
	request: { method: 'GET', url: '/payment/get-usage-activity/' },
	fields: [feature, activityId, date, mode, startDate, endDate],
	output: { envelopeKey: 'response' },
};
