'use strict';

/** V9 to V12: the report's contacts and orders, and the account's usage. */

const { ok, refuse, newestFirst, paged, uuidRule, countRule } = require('./answers.js');

/**
 * @typedef {import('../server.js').Call} Call
 * @typedef {import('../server.js').Route} Route
 * @typedef {import('../server.js').Rule} Rule
 * @typedef {import('./seed.js').State} State
 */

/** Not documented for the report; the chat's default is 20. */
const usualSize = 20;

/**
 * @param {Call} call @param {State} state @param {any[]} all @param {string} [wanted] a row's id. An id that is not
 * there gives an empty list: that it would be a 404 is not documented.
 */
function report({ params, query }, state, all, wanted) {
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

/** @type {Record<string, Rule>} */
const paging = { page: countRule, page_size: { type: 'integer', min: 1, max: 100 } };

/** @param {any} response */
const wrapped = (response) => ok({ status: 'success', response });

/** @param {any[]} activities */
const summary = (activities) =>
	wrapped(
		newestFirst(activities, 'date').map(({ date, new_contacts, message_requests }) => ({
			date,
			total_new_contacts: new_contacts,
			total_message_requests: message_requests,
		})),
	);

/** @param {any} [activity] */
const single = (activity) =>
	activity ? wrapped(activity) : refuse(404, 'there is no such activity');

/** @param {string} value */
const noSuchDay = (value) =>
	Number.isNaN(Date.parse(value)) ? `there is no day ${value}` : undefined;
/** @type {Rule} */
const anyDate = { type: 'date', required: true, check: noSuchDay };
/** @type {Rule} */
const date = {
	...anyDate,
	check: (value) =>
		value.includes('T') ? noSuchDay(value) : 'date is a datetime, e.g. 2025-07-08T00:00:00Z',
};
/** @type {Rule} */
const needed = { type: 'string', required: true };
/** @type {Rule} */
const free = { type: 'string' };

/**
 * What each feature of V12 needs, beside its name, and what it answers.
 * @type {Record<string, {query: Record<string, Rule>, find: (query: Record<string, string>, activities: any[]) => import('../server.js').Answer}>}
 */
const features = {
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

/** @type {Route[]} */
const activityRoutes = Object.entries(features).map(([feature, { query, find }]) => ({
	number: 'V12',
	method: 'GET',
	path: activityPath,
	matches: (call) => call.query.feature === feature,
	query: { feature: { type: 'string', required: true, enum: [feature] }, ...query },
	handle: (call, state) => find(call.query, state.activities),
}));

/** @type {Route} for a request that names none of the features: its rules refuse it, whatever else it says */
const noFeature = {
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

/** @type {Route[]} */
const routes = [
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

module.exports = { routes };
