import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { createListSearch, currentValue, fetchEntries } from '../shared/operations/listSearch';
import { selarti, WORKFLOWS } from './vendor';

/** How many threads to ask for at once. No maximum is documented; 20 come where none is asked for. */
const PAGE = 100;

const get = (path: string, qs: IDataObject = {}): IHttpRequestOptions => ({
	method: 'GET',
	url: `${WORKFLOWS}/${path}`,
	qs,
});

/** The document shows no answer for companies, tasks and channels: a name is taken from wherever there is one. */
const entry = (thing: IDataObject) => {
	const value = String(thing._id ?? '');
	const name = [thing.name, thing.title].find((text) => typeof text === 'string' && text !== '');
	return value === '' ? undefined : { name: String(name ?? value), value };
};

const companies = async (context: ILoadOptionsFunctions) =>
	await fetchEntries(context, selarti, get('get_company'), 'company');

/** What belongs to the chosen company, or to each company of the account while none is chosen. */
const ofCompany = (path: string, key: string) => async (context: ILoadOptionsFunctions) => {
	const company = currentValue(context, 'company');
	const ids = company
		? [company]
		: (await companies(context)).map((thing) => String((thing as IDataObject)._id));
	const things: unknown[] = [];
	for (const id of ids)
		things.push(...(await fetchEntries(context, selarti, get(path, { company_id: id }), key)));
	return things;
};

export const listSearch = {
	/** S4 */
	searchCompanies: createListSearch({ read: companies, entry }),
	/** S2 */
	searchAis: createListSearch({ read: ofCompany('get_ai', 'ai'), entry }),
	/** S3 */
	searchTasks: createListSearch({ read: ofCompany('get_task', 'task'), entry }),
	/** S7 */
	searchChannels: createListSearch({ read: ofCompany('get_channel', 'channel'), entry }),
	/** S1 */
	searchGptVersions: createListSearch({
		read: async (context) =>
			await fetchEntries(context, selarti, get('get_gpt_version'), 'gpt-version', true),
		entry: ({ value }) => ({ name: String(value), value: String(value) }),
	}),
	/** S5: the threads of the chosen task, or all while none is chosen. */
	searchThreads: createListSearch({
		pageSize: 20,
		read: async (context, _page, passed) => {
			const task = currentValue(context, 'task');
			const qs = { ...(task && { task_id: task }), limit: PAGE, offset: passed };
			return await fetchEntries(context, selarti, get('get_thread', qs), 'thread');
		},
		entry: (thing) => {
			const item = entry(thing);
			return item && { ...item, description: String(thing.last_message_text ?? '').slice(0, 80) };
		},
	}),
};
