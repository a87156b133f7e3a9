import type { IDataObject } from 'n8n-workflow';

/** An event in the shape of the document's example, with invented content. */
export const sample: IDataObject = {
	channel_id: '7c',
	close: 'no',
	company_id: '1741004400000x150209931780461250',
	contacts: '700500300',
	external_chat_id: '700500300',
	get_contact: 'no',
	interest: 'yes',
	is_bot: 'no',
	manager_id: '3d',
	message_id: '1741091400123x481902337755012400',
	message_text: 'We are open until eight. Shall I book a time for you?',
	message_type: 'bot',
	operator: 'no',
	panel_url: 'https://selarti.com/panel?menu=chats&thread=1741091399870x260417730519844100',
	share_url: 'https://selarti.com/share?thread=1741091399870x260417730519844100',
	success: 'no',
	task_id: '1741005000000x908812450036217600',
	thread_id: '1741091399870x260417730519844100',
	title: 'API chat 700500300',
	wh_type: 'all_messages',
};
