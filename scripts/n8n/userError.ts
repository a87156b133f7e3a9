/** A failure whose message says everything a user needs; it is shown without a stack. */
export class UserError extends Error {
	override name = 'UserError';
}
