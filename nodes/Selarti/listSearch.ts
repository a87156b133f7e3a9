import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import {
	createListSearch,
	currentValue,
	fetchEntries,
	fetchListPage,
} from '../shared/operations/listSearch';
import { shortened } from '../shared/util/text';
import { byOffset } from './pagination';
import { selarti, WORKFLOWS } from './vendor';

const get = (path: string, qs: IDataObject = {}): IHttpRequestOptions => ({
	method: 'GET',
	url: `${WORKFLOWS}/${path}`,
	qs,
});

/** Responses for companies, tasks and channels are undocumented: a name is taken from any field that has one. */
const toListItem = (record: IDataObject) => {
	const value = String(record._id ?? '');
	const name = [record.name, record.title].find((text) => typeof text === 'string' && text !== '');
	return value === '' ? undefined : { name: String(name ?? value), value };
};

const companies = async (context: ILoadOptionsFunctions) =>
	await fetchEntries(context, selarti, get('get_company'), { envelopeKey: 'company' });

/** What belongs to the chosen company, or to each company of the account while none is chosen. */
const ofCompany = (path: string, key: string) => async (context: ILoadOptionsFunctions) => {
	const company = currentValue(context, 'company');
	const ids = company
		? [company]
		: (await companies(context)).map((record) => String((record as IDataObject)._id));
	const records: unknown[] = [];
	for (const id of ids)
		records.push(
			...(await fetchEntries(context, selarti, get(path, { company_id: id }), {
				envelopeKey: key,
			})),
		);
	return records;
};

export const listSearch = {
	/** S4 */
	searchCompanies: createListSearch({ fetchAll: companies, toListItem }),
	/** S2 */
	searchAis: createListSearch({ fetchAll: ofCompany('get_ai', 'ai'), toListItem }),
	/** S3 */
	searchTasks: createListSearch({ fetchAll: ofCompany('get_task', 'task'), toListItem }),
	/** S7 */
	searchChannels: createListSearch({ fetchAll: ofCompany('get_channel', 'channel'), toListItem }),
	/** S1 */
	searchGptVersions: createListSearch({
		fetchAll: async (context) =>
			await fetchEntries(context, selarti, get('get_gpt_version'), {
				envelopeKey: 'gpt-version',
				isPublic: true,
			}),
		toListItem: ({ value }) => ({ name: String(value), value: String(value) }),
	}),
	/** S5: the threads of the chosen task, or all while none is chosen. */
	searchThreads: createListSearch({
		pagination: byOffset,
		fetchPage: async (context, page) => {
			const task = currentValue(context, 'task');
			const qs = { ...(task && { task_id: task }), ...page };
			return await fetchListPage(context, selarti, get('get_thread', qs), {
				envelopeKey: 'thread',
			});
		},
		toListItem: (record) => {
			const item = toListItem(record);
			return (
				item && { ...item, description: shortened(String(record.last_message_text ?? ''), 80) }
			);
		},
	}),
};
