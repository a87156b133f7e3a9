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

/** A vendor's response, whatever its HTTP status. */
export interface HttpResponse {
	/** The HTTP status. */
	status: number;
	/** The headers, with names in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON; a text if the response is not JSON; empty if there is none. */
	body: unknown;
}

/** An error response, in the vendor's own words. */
export interface ApiFailure {
	/** The vendor's message, without secrets that only the vendor's own format reveals. */
	message: string;
	/** The status that counts, if it is not the HTTP status. */
	status?: number;
	/** The name on the wire of the field that the vendor rejects. */
	field?: string;
	/** What to do next, if the vendor means something else by the status than others do. */
	hint?: string;
	/** Whether the response is not from the vendor itself, so that the request may have been carried out. */
	isOutcomeUnknown?: boolean;
}

/** A log-in that returns a token for all requests of an account. */
export interface SessionAuth {
	/** The hidden credential property that holds the token, and that n8n knows as expirable. */
	tokenField: string;
	/**
	 * Logs in.
	 *
	 * @param credential the decrypted fields of the credential
	 * @returns the token
	 * @throws LoginRefusedError when the vendor refuses, any other error when it could not be reached
	 */
	logIn(
		helpers: Pick<IHttpRequestHelper['helpers'], 'httpRequest'>,
		credential: ICredentialDataDecryptedObject,
	): Promise<string>;
}

/** A field of a credential that no request can do without. */
export interface RequiredField {
	/** The name of the property. */
	name: string;
	/** The field as the editor shows it. */
	displayName: string;
	/** The values of other fields with which it is needed; without it, it always is. */
	when?: Readonly<Record<string, string>>;
}

/** What shared code needs to know about a vendor. */
export interface Vendor {
	/** The vendor's name as its users know it; every error begins with it. */
	name: string;
	/** The credential type, e.g. `selartiApi`. Its field `baseUrl` holds the address of the API. */
	credential: string;
	/** The documented address of the API, if all accounts share one; the credential decides which is used. */
	defaultBaseUrl?: string;
	/** Credential fields that must have a value before anything is sent: those that the credential marks as required. */
	requiredFields: readonly RequiredField[];
	/** Credential fields whose values must never be shown. */
	secretFields: readonly string[];
	/** Names on the wire of passwords, codes, keys and phone numbers, which are hidden wherever they are shown. */
	secretKeys?: readonly string[];
	/** Names on the wire of texts such as messages to customers, which are hidden where they are quoted. */
	sensitiveKeys: readonly string[];
	/**
	 * What else in a credential cannot be sent, as text that follows the vendor's name; undefined if all of it can.
	 *
	 * @param credential whose required fields have values
	 */
	credentialProblem?(credential: ICredentialDataDecryptedObject): string | undefined;
	/** What distinguishes requests with the same method and path, e.g. `chan message`. */
	describeRequest?(request: IHttpRequestOptions): string;
	/** Recognizes each documented form of an error; undefined if the response is none of them. */
	parseError(response: HttpResponse): ApiFailure | undefined;
	/**
	 * Opens the envelope around a response.
	 *
	 * @param key what the operation expects inside, e.g. `thread`
	 * @returns a list, an object, a text, or undefined if the envelope is empty
	 */
	unwrap(body: IDataObject, key: string | undefined): unknown;
	/** Present if requests need a token that a log-in returns. */
	session?: SessionAuth;
}

/** A vendor whose requests need a token that a log-in returns. */
export interface SessionVendor extends Vendor {
	session: SessionAuth;
}
