/** The records of AnyCom, with the keys of the document's examples. */

export interface Group {
	id: number;
	name: string;
}

/** A customer on a channel, as records name it. */
export interface CustomerChannel {
	user_id: string;
	type: string;
	id: number;
}

/** Something that belongs to a customer. */
export interface CustomerRecord {
	channel: CustomerChannel;
}

/** How often and when messages were exchanged. */
interface Traffic {
	count: number;
	/** Seconds since the epoch. */
	last: string;
	last_elapsed: string;
}

export interface CustomerChat {
	group: Group;
	invited: boolean;
	greeting: string;
	call: string;
	user: string;
	subject: string;
}

export interface Customer extends CustomerRecord {
	customer: number;
	state: string;
	session: number;
	send: Traffic;
	chat: CustomerChat;
	receive: Traffic;
	user_name: string;
}

interface BotStep {
	item: number;
	step: number;
	destination: { type: string; option: null };
	flow: number;
	id: number;
}

export interface BotSession extends CustomerRecord {
	user_name: string;
	next: BotStep;
	running: BotStep;
	last_answer: string;
	chat_group: { id: string; name: string };
}

export interface AwaitingChat extends CustomerRecord {
	channel: CustomerChannel & { user_name: string };
	chat: { call: string; group: Group; greeting: string; subject: string };
}

export interface Conversation extends CustomerRecord {
	channel: CustomerChannel & { user_name: string };
	chat_user: string;
	chat_user_name: string;
	chat_group: Group;
}

export interface Attendant {
	chat_user: string;
	connection: { start_time: string; ip_addr: string; last_ack: number };
	group: Partial<Group> & { alternative_groups: number[] };
	os: { version: string; name: string };
	web_version: { front: string; core: string };
	chat_user_name: string;
	browser: { version: string; name: string };
}

export interface Channel {
	/** The live chat and the bot have no ID. */
	id?: number;
	type: string;
	status: string;
	seen?: { last: string; last_elapsed: number };
}

/** A number that has WhatsApp but no session. */
export interface Contact {
	number: number;
	user_name: string;
	isBusiness: boolean;
}

/** The arguments that name a channel. */
export interface ChannelArgs {
	chan_type: string;
	chan_id: number;
}

/** The arguments that name a customer. */
export interface CustomerArgs extends ChannelArgs {
	chan_user: string;
}

/** The arguments of A16. */
export interface InviteArgs extends ChannelArgs {
	chan_user: number;
	chat_group?: number;
	chat_user?: string;
	chat_subj?: string;
	chat_greet?: string;
	customer_ft?: string;
	customer_fk?: number;
	session_fk?: number;
}

/** The arguments of A10 and A12. */
export interface TargetArgs {
	target: string;
	id?: number;
}

/** A message that A6 sent. */
export interface SentMessage {
	order: number;
	chan_id: number;
	user: number;
	flow: number;
	message: string;
}

/** The lists that have records of customers. */
export type CustomerList = 'customers' | 'botSessions' | 'awaiting' | 'conversations';

export interface State {
	key: string;
	/** The AnyCom users that may authenticate. */
	users: string[];
	/** Whether the HTTP status is 200 whatever the status in the body. */
	httpStatusAlways200: boolean;
	/** Whether an empty list is an HTTP 204 without a body, or a status of 204 in the body of an HTTP 200. */
	emptyAs204: boolean;
	/** Whether a proxy drops the headers auth_key and auth_user. */
	dropsHeaders: boolean;
	clock: () => number;
	/** The domain that the name of an attendant may end in, as in the document's examples of A13 and A15. */
	domain: string;
	channels: Channel[];
	groups: Group[];
	nextCustomer: number;
	customers: Customer[];
	botSessions: BotSession[];
	awaiting: AwaitingChat[];
	conversations: Conversation[];
	attendants: Attendant[];
	contacts: Contact[];
	/** Titles by ID. */
	services: Record<number, string>;
	/** Titles by ID. */
	functions: Record<number, string>;
	/** The arguments of A5 and A10, in order. */
	reloads: Array<ChannelArgs | TargetArgs>;
	sent: SentMessage[];
	/** The arguments of A16, in order. */
	invites: InviteArgs[];
}
