/** V9 to V12: the contacts and orders of the report, and the usage of the account. */

import { byCreation, countRule, newestFirst, ok, paged, refuse, uuidRule } from './responses';
import type {
	ParameterRule,
	ParameterRules,
	Route,
	SandboxRequest,
	SandboxResponse,
} from '../types';
import type { Activity, ReportRow, State } from './state';

/** Not documented for the report; it is the default of the chat. */
const defaultSize = 20;

/** @param wanted the ID of a row. An unknown ID gives an empty list, because the document has no 404 for it. */
function report(
	{ params, query }: SandboxRequest,
	state: State,
	all: ReportRow[],
	wanted?: string,
): SandboxResponse {
	if (!state.channels.some(({ id }) => id === params.channel_id))
		return refuse(404, `there is no channel ${params.channel_id}`);
	const rows = all.filter(
		(row) => row.channel_id === params.channel_id && (wanted === undefined || row.id === wanted),
	);
	return paged(
		state,
		newestFirst(rows, byCreation),
		Number(query.page ?? 1),
		Number(query.page_size ?? defaultSize),
	);
}

const paging: ParameterRules = {
	page: countRule,
	page_size: { type: 'integer', min: 1, max: 100 },
};

const wrapped = (response: unknown) => ok({ status: 'success', response });

const summary = (activities: Activity[]) =>
	wrapped(
		newestFirst(activities, ({ date }) => date).map(({ date, new_contacts, message_requests }) => ({
			date,
			total_new_contacts: new_contacts,
			total_message_requests: message_requests,
		})),
	);

const single = (activity?: Activity) =>
	activity ? wrapped(activity) : refuse(404, 'there is no such activity');

const noSuchDay = (value: unknown) =>
	Number.isNaN(Date.parse(String(value))) ? `there is no day ${value}` : undefined;
const anyDate: ParameterRule = { type: 'date', required: true, check: noSuchDay };
const date: ParameterRule = {
	...anyDate,
	check: (value) =>
		String(value).includes('T')
			? noSuchDay(value)
			: 'date is a datetime, e.g. 2025-07-08T00:00:00Z',
};
const requiredText: ParameterRule = { type: 'string', required: true };
const text: ParameterRule = { type: 'string' };

/** The parameters of each feature of V12, beside its name, and the response. */
const features: Record<
	string,
	{
		query: ParameterRules;
		find: (query: Record<string, string>, activities: Activity[]) => SandboxResponse;
	}
> = {
	id: {
		query: { activity_id: { ...uuidRule, required: true } },
		find: ({ activity_id }, activities) => single(activities.find(({ id }) => id === activity_id)),
	},
	date: {
		query: { date },
		// The time zone of the day is not documented: the date is taken as it is written.
		find: (query, activities) =>
			single(activities.find((activity) => activity.date === query.date.slice(0, 10))),
	},
	mode: {
		// The modes are not documented: any text is accepted, and changes nothing.
		query: { mode: requiredText },
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

const activityRoutes: Array<Route<State>> = Object.entries(features).map(
	([feature, { query, find }]) => ({
		number: 'V12',
		method: 'GET',
		path: activityPath,
		matches: (call) => call.query.feature === feature,
		query: { feature: { type: 'string', required: true, enum: [feature] }, ...query },
		handle: (call, state) => find(call.query, state.activities),
	}),
);

/** For a request without one of the features, which its rules refuse. */
const noFeature: Route<State> = {
	number: 'V12',
	method: 'GET',
	path: activityPath,
	query: {
		feature: { type: 'string', required: true, enum: Object.keys(features) },
		activity_id: text,
		date: text,
		mode: text,
		start_date: text,
		end_date: text,
	},
	handle: () => refuse(500, 'an undocumented feature was accepted'),
};

export const routes: Array<Route<State>> = [
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
