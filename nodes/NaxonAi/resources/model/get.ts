import type { Operation } from '../../../shared/operations/types';
import { model } from '../../fields';

/** N2: GET /models/{model_id}. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a model',
	description: 'Get the name of a model, and when it was created',
	request: { method: 'GET', url: '/models/{model_id}' },
	fields: [model],
	output: { singular: 'model' },
};
