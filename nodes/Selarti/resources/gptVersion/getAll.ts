import type { Operation } from '../../../shared/operations/types';
import { WORKFLOWS } from '../../vendor';

/** S1: GET get_gpt_version. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many GPT versions',
	description: 'Get many of the AI models that an AI can be created with',
	request: { method: 'GET', url: `${WORKFLOWS}/get_gpt_version` },
	isPublic: true,
	list: 'unpaged',
	output: { envelopeKey: 'gpt-version', valueKey: 'version' },
};
