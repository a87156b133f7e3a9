/** V9 to V12: the report's contacts and orders, and the account's usage. */

import { ok, refuse, newestFirst, paged, uuidRule, countRule } from './answers';
import type { Call, Route, Rule, Answer } from '../types';
import type { State } from './seed';

/** Not documented for the report; the chat's default is 20. */
const usualSize = 20;

/**
 * @param wanted a row's id. An id that is not
 * there gives an empty list: that it would be a 404 is not documented.
 */
function report({ params, query }: Call, state: State, all: any[], wanted?: string) {
	if (!state.channels.some(({ id }) => id === params.channel_id))
		return refuse(404, `there is no channel ${params.channel_id}`);
	const rows = all.filter(
		(row) => row.channel_id === params.channel_id && (wanted === undefined || row.id === wanted),
	);
	return paged(
		state,
		newestFirst(rows),
		Number(query.page ?? 1),
		Number(query.page_size ?? usualSize),
	);
}

const paging: Record<string, Rule> = {
	page: countRule,
	page_size: { type: 'integer', min: 1, max: 100 },
};

const wrapped = (response: any) => ok({ status: 'success', response });

const summary = (activities: any[]) =>
	wrapped(
		newestFirst(activities, 'date').map(({ date, new_contacts, message_requests }) => ({
			date,
			total_new_contacts: new_contacts,
			total_message_requests: message_requests,
		})),
	);

const single = (activity?: any) =>
	activity ? wrapped(activity) : refuse(404, 'there is no such activity');

const noSuchDay = (value: string) =>
	Number.isNaN(Date.parse(value)) ? `there is no day ${value}` : undefined;
const anyDate: Rule = { type: 'date', required: true, check: noSuchDay };
const date: Rule = {
	...anyDate,
	check: (value) =>
		value.includes('T') ? noSuchDay(value) : 'date is a datetime, e.g. 2025-07-08T00:00:00Z',
};
const needed: Rule = { type: 'string', required: true };
const free: Rule = { type: 'string' };

/** What each feature of V12 needs, beside its name, and what it answers. */
const features: Record<
	string,
	{
		query: Record<string, Rule>;
		find: (query: Record<string, string>, activities: any[]) => Answer;
	}
> = {
	id: {
		query: { activity_id: { ...uuidRule, required: true } },
		find: ({ activity_id }, activities) => single(activities.find(({ id }) => id === activity_id)),
	},
	date: {
		query: { date },
		// Whose midnight is meant is not documented: the day is taken as it is written.
		find: (query, activities) =>
			single(activities.find((activity) => activity.date === query.date.slice(0, 10))),
	},
	mode: {
		// Which modes there are is not documented: any text is taken, and changes nothing.
		query: { mode: needed },
		find: (_query, activities) => summary(activities),
	},
	period: {
		query: { start_date: anyDate, end_date: anyDate },
		find: ({ start_date, end_date }, activities) =>
			summary(
				activities.filter(
					(activity) =>
						activity.date >= start_date.slice(0, 10) && activity.date <= end_date.slice(0, 10),
				),
			),
	},
};

const activityPath = '/uaa/public/payment/get-usage-activity/';

const activityRoutes: Route[] = Object.entries(features).map(([feature, { query, find }]) => ({
	number: 'V12',
	method: 'GET',
	path: activityPath,
	matches: (call) => call.query.feature === feature,
	query: { feature: { type: 'string', required: true, enum: [feature] }, ...query },
	handle: (call, state) => find(call.query, state.activities),
}));

/** for a request that names none of the features: its rules refuse it, whatever else it says */
const noFeature: Route = {
	number: 'V12',
	method: 'GET',
	path: activityPath,
	query: {
		feature: { type: 'string', required: true, enum: Object.keys(features) },
		activity_id: free,
		date: free,
		mode: free,
		start_date: free,
		end_date: free,
	},
	handle: () => refuse(500, 'a feature was let through that is not documented'),
};

export const routes: Route[] = [
	{
		number: 'V9',
		method: 'GET',
		path: '/uaa/public/report/channel/{channel_id}/contacts',
		query: { id: uuidRule, ...paging },
		handle: (call, state) => report(call, state, state.reportContacts, call.query.id),
	},
	{
		number: 'V10',
		method: 'GET',
		path: '/uaa/public/report/channel/{channel_id}/orders',
		query: { order_id: uuidRule, ...paging },
		handle: (call, state) => report(call, state, state.orders, call.query.order_id),
	},
	{
		number: 'V11',
		method: 'GET',
		path: '/uaa/public/payment/get-usage-info/',
		handle: (_call, state) => wrapped(state.usage),
	},
	...activityRoutes,
	noFeature,
];
