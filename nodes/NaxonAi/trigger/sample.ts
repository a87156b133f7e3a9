import type { IDataObject } from 'n8n-workflow';

const question: IDataObject = {
	id: 904871,
	seq: '01JQ4M2V7C0000000000E9B4XT',
	sender: 'user',
	message: 'I would like a refund for my order, please.',
	created_at: '2025-03-24T10:15:30+0700',
};

/** An event by the document, with invented content. */
export const sample: IDataObject = {
	event: 'keyword-notification',
	payload: {
		id: 61754,
		model_id: 3107,
		model_name: 'Harbour Bikes Web Chat',
		created_at: '2025-03-24T10:14:02+0700',
		keyword: 'refund',
		most_recent_message: question,
		recent_messages: [
			{
				id: 904869,
				seq: '01JQ4M1J3Q0000000000E9B4XR',
				sender: 'user',
				message: 'Hello!',
				created_at: '2025-03-24T10:14:02+0700',
			},
			{
				id: 904870,
				seq: '01JQ4M1KQB0000000000E9B4XS',
				sender: 'bot',
				message: 'Hello, how can I help?',
				created_at: '2025-03-24T10:14:04+0700',
			},
			question,
		],
		platform: 'web',
		platform_user_id: 'v-52c1e0d7',
	},
};
