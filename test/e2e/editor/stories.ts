/** What a person does with each vendor, and what the sandbox's records let them see. */

import type { VendorKey } from '../../../scripts/n8n/vendors';

const selarti = require('../../support/sandbox/selarti').known;
const anycom = require('../../support/sandbox/anyCom').known;
const naxonAi = require('../../support/sandbox/naxonAi').known;
const vardast = require('../../support/sandbox/vardast').known;

export interface Pick {
	field: string;
	/** what is written into the search of its pick list */
	search: string;
	/** the one entry that is left */
	entry: string;
}

export interface Story {
	/** the node's type in this package */
	node: string;
	/** the credential as its users know it */
	credential: string;
	/** the field that a wrong key goes into */
	secret: string;
	/** why the wrong key is refused, as the user reads it */
	refusal: string;
	/** what may be seen nowhere */
	hidden: string[];
	steps: {
		/** the action by which the node is added */
		action: string;
		/** chosen then */
		resource: string;
		operation: string;
		picks: Pick[];
		/** of the sandbox's records, in the output */
		values: string[];
		count: string;
	};
	mistake: {
		/** an operation on something that does not exist */
		parameters: Record<string, any>;
		/** the vendor's, in the error */
		words: string[];
	};
}

const id = (value: string | number) => ({ __rl: true, mode: 'id', value: String(value) });

export const stories: Record<VendorKey, Story> = {
	selarti: {
		node: 'selarti',
		credential: 'Selarti API',
		secret: 'apiKey',
		refusal: 'Invalid API key',
		hidden: [selarti.key],
		steps: {
			action: 'Get many AIs',
			resource: 'Task',
			operation: 'Get Many',
			picks: [{ field: 'company', search: 'yulduz', entry: 'Yulduz Gilam doʻkoni' }],
			values: ['Instagram javoblari', 'Retorno de clientes', 'Опрос'],
			count: '7 items',
		},
		mistake: {
			parameters: { resource: 'message', operation: 'getAll', thread: id(selarti.unknownId) },
			words: [
				`Selarti: Thread ${selarti.unknownId} does not exist`,
				'HTTP 404',
				'Check that the ID exists',
			],
		},
	},
	anycom: {
		node: 'anyCom',
		credential: 'AnyCom API',
		secret: 'authKey',
		refusal: 'The authentication key does not exist or is not active',
		hidden: [anycom.key],
		steps: {
			action: 'Get many channels',
			resource: 'Channel',
			operation: 'Check Number',
			picks: [
				{ field: 'channel', search: 'up', entry: `whatsapp ${anycom.channel} (UP)` },
				{ field: 'customerNumber', search: 'márcia', entry: 'Márcia Conceição' },
			],
			values: ['Márcia Conceição'],
			count: '1 item',
		},
		mistake: {
			parameters: {
				resource: 'chat',
				operation: 'close',
				channel: id(anycom.channel),
				customer: id(anycom.unknownCustomer),
			},
			words: [
				'AnyCom: Precondition Failed',
				`${anycom.unknownCustomer} has no chat session`,
				'HTTP 412',
			],
		},
	},
	naxonAi: {
		node: 'naxonAi',
		credential: 'Naxon AI API',
		secret: 'apiToken',
		refusal: 'Naxon AI does not accept this token',
		hidden: [naxonAi.token],
		steps: {
			action: 'Get many models',
			resource: 'Conversation',
			operation: 'Get Many for a Model',
			picks: [{ field: 'model', search: 'harbour', entry: naxonAi.model.name }],
			values: ['61943', 'Harbour Bikes Web Chat'],
			count: `${naxonAi.model.conversations} items`,
		},
		mistake: {
			parameters: {
				resource: 'conversation',
				operation: 'get',
				conversation: id(naxonAi.unknownId),
			},
			words: [
				`Naxon AI: there is nothing with the conversation_id ${naxonAi.unknownId}`,
				'HTTP 404',
			],
		},
	},
	vardast: {
		node: 'vardast',
		credential: 'Vardast API',
		secret: 'apiKey',
		refusal: 'Vardast does not know this API key',
		hidden: [vardast.apiKey, ...vardast.secrets],
		steps: {
			action: 'Get many channels',
			resource: 'Order',
			operation: 'Get Many',
			picks: [{ field: 'channel', search: 'نرگس', entry: vardast.channel.name }],
			values: ['نگار فرهمند', 'باقة ياسمين'],
			count: '50 items',
		},
		mistake: {
			parameters: { resource: 'order', operation: 'getAll', channel: id(vardast.unknownId) },
			words: [`Vardast: there is no channel ${vardast.unknownId}`, 'HTTP 404'],
		},
	},
};
