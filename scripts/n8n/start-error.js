'use strict';

/** A failure whose message says all there is to know: it is shown without a stack. */
class StartError extends Error {
	name = 'StartError';
}

module.exports = { StartError };
