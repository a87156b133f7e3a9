/** The records of Vardast, in the form of its document. */

export interface Channel {
	id: string;
	name: string;
	platform: string;
	user_id: string;
	identifier: string;
	access_token: string;
	assistant: string | null;
	is_stopped: boolean;
	reply_to_story: boolean;
	reply_to_comments: boolean;
	account_id: string;
	created_at: string;
	updated_at: string;
}

export interface Assistant {
	id: string;
	assistant_name: string;
	model: string;
	api_key: string;
	kb_id: string | null;
	functions: string[] | null;
	user_id: string;
	created_at: string;
	updated_at: string;
}

export interface Contact {
	id: string;
	name: string;
	username: string;
	identifier: string;
	platform: string;
	channel_id: string;
	is_stopped: boolean;
	created_at: string;
	updated_at: string;
}

export interface Message {
	id: string;
	text: string;
	platform: string;
	sender_id: string;
	receiver_id: string;
	is_output: boolean;
	ai_created: boolean;
	channel_id: string;
	timestamp: string;
	is_in_thread: boolean;
}

/** The body of V7. */
export interface PromptFields {
	assistant_id: string;
	text: string;
	prompt_json: Record<string, unknown>;
	language?: string;
	created_by: string;
}

export interface Prompt extends PromptFields {
	prompt_id: string;
	language: string;
	created_at: string;
	updated_at: string;
	user_id: string;
}

/** A row of V9 or V10, which have the same form. */
export interface ReportRow {
	id: string;
	contact_id: string;
	channel_id: string;
	full_name: string;
	phone_number: string;
	detailed_address: string;
	postal_code?: string;
	username: string | null;
	platform?: string;
	comment: string | null;
	order_list: Array<{ product_name: string; quantity: number; variants?: string }>;
	created_at?: string;
}

export interface Usage {
	user_id: string;
	mode: string;
	active_features: Record<string, boolean>;
	chat_credit: number;
	all_chat_credit: number;
	total_chats: number;
	contact_credit: number;
	total_contacts: number;
	is_allowed: boolean;
	next_due_date: string;
	time_credit: string;
}

export interface Activity {
	id: string;
	user_id: string;
	date: string;
	new_contacts: number;
	message_requests: number;
}

export interface State {
	apiKey: string;
	userId: string;
	/** The maximum page size of V2 and V3; a larger page is cut down to it. The document names none. */
	maxSize: number;
	/** Whether lists have no envelope, as a public client of this API receives them. */
	bareArrays: boolean;
	/** Whether V6, whose response is not documented, responds with {} and not with the assistant. */
	terse: boolean;
	/** How many records were created since the seed. */
	made: number;
	channels: Channel[];
	assistants: Assistant[];
	contacts: Contact[];
	/** By the ID of the contact. */
	messages: Record<string, Message[]>;
	prompts: Prompt[];
	/** The rows of V9. */
	reportContacts: ReportRow[];
	/** The rows of V10. */
	orders: ReportRow[];
	usage: Usage;
	activities: Activity[];
}
