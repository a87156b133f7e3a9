import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** Where a request can come from: an operation, a pick list or a trigger. */
export type RequestContext =
	IExecutePaginationFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

/** What a vendor answered, whatever its HTTP status. */
export interface HttpResponse {
	/** The HTTP status. */
	status: number;
	/** The headers, in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON; a text where the answer is no JSON; empty where there is none. */
	body: unknown;
}

/** A vendor's refusal, in the vendor's own words. */
export interface ApiFailure {
	/** What the vendor said, without any secret that only its own format could reveal. */
	message: string;
	/** The status that counts, where it isn't the HTTP status. */
	status?: number;
	/** The name on the wire of the field that the vendor complains of. */
	field?: string;
	/** What to do next, where the vendor means something else by the status than others do. */
	hint?: string;
	/** Whether it is not the vendor who answered, so that nobody knows what became of the request. */
	isOutcomeUnknown?: boolean;
}

/** A log-in that gives a token for all requests of an account. */
export interface SessionAuth {
	/** The hidden credential property that holds the token, and that n8n knows as expirable. */
	tokenField: string;
	/**
	 * Logs in.
	 *
	 * @param credential the decrypted fields of the credential
	 * @returns the token
	 * @throws LogInRefused when the vendor says no, any other error when it could not be asked
	 */
	logIn(
		helpers: Pick<IHttpRequestHelper['helpers'], 'httpRequest'>,
		credential: ICredentialDataDecryptedObject,
	): Promise<string>;
}

/** Everything that shared code must be told of a vendor. */
export interface Vendor {
	/** The vendor's name as its users know it; every error begins with it. */
	name: string;
	/** The credential type, e.g. `selartiApi`. Its field `baseUrl` says where the API is. */
	credential: string;
	/** The documented address of the API, where there is one for all; the credential says which is used. */
	defaultBaseUrl?: string;
	/** Credential fields whose values must never be shown. */
	secretFields: readonly string[];
	/** Names on the wire whose values must never be shown: messages to customers, passwords, keys. */
	sensitiveKeys: readonly string[];
	/** What in a credential cannot be sent, in words that follow the vendor's name; undefined when all of it can. */
	credentialProblem?(credential: ICredentialDataDecryptedObject): string | undefined;
	/** What tells a request from others where method and path do not, e.g. `chan message`. */
	describeRequest?(request: IHttpRequestOptions): string;
	/** Recognises each documented form of an error; undefined when the answer is no error of the vendor's own. */
	parseError(answer: HttpResponse): ApiFailure | undefined;
	/**
	 * Opens the envelope around an answer.
	 *
	 * @param key what the operation expects inside, e.g. `thread`
	 * @returns a list, an object, a text, or undefined when the envelope has nothing inside
	 */
	unwrap(body: IDataObject, key: string | undefined): unknown;
	/** Present where requests need a token that a log-in gives. */
	session?: SessionAuth;
}
