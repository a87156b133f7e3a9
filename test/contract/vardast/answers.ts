/**
 * What Vardast's document shows as answers, with invented values, and the items that come of them.
 */

/** @returns the envelope of a list in pages */
export const page = (items: object[]) => ({
	items,
	total: items.length,
	page: 1,
	size: 50,
	pages: 1,
});

export const message = {
	id: '8c1b6d1a-63a5-4f0e-8f4e-3b6f4f2d9a01',
	text: 'قیمت گلدان چند است؟ 🪴',
	platform: 'TELEGRAM',
	sender_id: '590117733',
	receiver_id: 'anar_pots_bot',
	is_output: false,
	ai_created: false,
	channel_id: '2f9a7c11-7a55-4d29-9b3c-51a0c3c4d202',
	timestamp: '2025-08-02T09:14:03.120Z',
	is_in_thread: true,
};
export const contact = {
	id: '3d5e0b77-0f8e-4f5b-a9c2-6e2d3c1b0a03',
	name: 'رؤیا نیک‌بخت',
	username: 'roya_nb',
	identifier: '590117733',
	platform: 'TELEGRAM',
	channel_id: '2f9a7c11-7a55-4d29-9b3c-51a0c3c4d202',
	is_stopped: false,
	created_at: '2025-07-30T18:00:00Z',
	updated_at: '2025-08-02T09:14:03Z',
};
export const channel = {
	id: '2f9a7c11-7a55-4d29-9b3c-51a0c3c4d202',
	name: 'گلدان انار',
	platform: 'TELEGRAM',
	user_id: '9e0f1a22-5b6c-4d7e-8f90-a1b2c3d4e504',
	identifier: 'anar_pots_bot',
	access_token: 'token-of-a-channel',
	assistant: null,
	is_stopped: false,
	reply_to_story: true,
	reply_to_comments: false,
	account_id: '40771999',
	created_at: '2025-07-01T08:00:00Z',
	updated_at: '2025-07-02T08:00:00Z',
};
export const simpleChannel = {
	id: '2f9a7c11-7a55-4d29-9b3c-51a0c3c4d202',
	name: 'گلدان انار',
	platform: 'TELEGRAM',
	identifier: 'anar_pots_bot',
	assistant: null,
	isStopped: false,
	replyToStory: true,
	replyToComments: false,
	createdAt: '2025-07-01T08:00:00Z',
};
const { access_token: _token, ...rawChannel } = channel;
export const assistant = {
	id: '7b8c9d00-1e2f-4a3b-9c4d-5e6f70819205',
	assistant_name: 'دستیار انار',
	model: 'tiny-model',
	api_key: 'key-of-an-assistant',
	kb_id: null,
	functions: ['save_order'],
	user_id: '9e0f1a22-5b6c-4d7e-8f90-a1b2c3d4e504',
	created_at: '2025-07-01T08:00:00Z',
	updated_at: '2025-07-02T08:00:00Z',
};
const { api_key: _key, ...shownAssistant } = assistant;
export const madePrompt = {
	prompt_id: '6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718206',
	created_at: '2025-07-03T08:00:00Z',
	updated_at: '2025-07-03T08:00:00Z',
	user_id: '9e0f1a22-5b6c-4d7e-8f90-a1b2c3d4e504',
};
export const prompt = {
	...madePrompt,
	assistant_id: assistant.id,
	text: 'کوتاه و گرم بنویس',
	prompt_json: { tone: 'warm', rules: ['be brief'], version: 2 },
	language: 'FA',
	created_by: 'رؤیا',
};
/**
 * A row of V9 and of V10, which have one form. What the document calls optional is missing from the other one.
 */
export const row = {
	id: '5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e07',
	contact_id: contact.id,
	channel_id: channel.id,
	full_name: 'رؤیا نیک‌بخت',
	phone_number: '09125550000',
	detailed_address: 'شیراز، کوچهٔ نارنج',
	postal_code: '7140000000',
	username: 'roya_nb',
	platform: 'TELEGRAM',
	comment: 'عصر بیاورید 🙏',
	order_list: [{ product_name: 'گلدان', quantity: 2, variants: 'آبی' }],
	created_at: '2025-08-02T10:00:00Z',
};
export const simpleRow = {
	id: '5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e07',
	contactId: contact.id,
	fullName: 'رؤیا نیک‌بخت',
	phoneNumber: '09125550000',
	detailedAddress: 'شیراز، کوچهٔ نارنج',
	postalCode: '7140000000',
	username: 'roya_nb',
	comment: 'عصر بیاورید 🙏',
	orderList: [{ product_name: 'گلدان', quantity: 2, variants: 'آبی' }],
	createdAt: '2025-08-02T10:00:00Z',
};
const {
	postal_code: _code,
	username: _name,
	platform: _platform,
	comment: _comment,
	created_at: _at,
	...bareRow
} = { ...row, id: 'other' };
const {
	postalCode: _1,
	username: _2,
	comment: _3,
	createdAt: _4,
	...simpleBareRow
} = { ...simpleRow, id: 'other' };
export const usage = {
	user_id: '9e0f1a22-5b6c-4d7e-8f90-a1b2c3d4e504',
	mode: 'monthly',
	active_features: { story_reply: true, voice: false, comment_reply: true },
	chat_credit: 0,
	all_chat_credit: 500,
	total_chats: 500,
	contact_credit: 20,
	total_contacts: 80,
	is_allowed: false,
	next_due_date: '2025-09-01T00:00:00Z',
	time_credit: '2025-09-04T00:00:00Z',
};
export const simpleUsage = {
	mode: 'monthly',
	isAllowed: false,
	chatCredit: 0,
	allChatCredit: 500,
	totalChats: 500,
	contactCredit: 20,
	totalContacts: 80,
	activeFeatures: ['story_reply', 'comment_reply'],
	nextDueDate: '2025-09-01T00:00:00Z',
	timeCredit: '2025-09-04T00:00:00Z',
};
export const activity = {
	id: '4b5c6d7e-8f90-4a1b-9c2d-3e4f5a6b7c08',
	user_id: '9e0f1a22-5b6c-4d7e-8f90-a1b2c3d4e504',
	date: '2025-08-02',
	new_contacts: 0,
	message_requests: 41,
};

export { rawChannel, shownAssistant, bareRow, simpleBareRow };
