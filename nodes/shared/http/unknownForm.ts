import type { ApiFailure } from '../types';

/** The failure in an answer that the vendor's document does not have: nobody can tell whether it means success. */
export const unknownForm = (hint = 'Check the base URL in the credential.'): ApiFailure => ({
	message: 'answered in a form that is not documented',
	hint,
	isOutcomeUnknown: true,
});
