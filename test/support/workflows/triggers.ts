/** How the saved workflows that a vendor starts authenticate their callers. */

/** What the secrets of a credential are for callers who know all of them. */
export const secrets = {
	token: 'a-token-nobody-guesses-01',
	headerName: 'X-Webhook-Secret',
	headerValue: 'a-header-nobody-guesses',
	user: 'proxy',
	password: 'a-password-nobody-guesses',
};

/** What a caller shows who knows all of them. */
export const caller = {
	query: { token: secrets.token },
	headers: {
		[secrets.headerName.toLowerCase()]: secrets.headerValue,
		authorization: `Basic ${Buffer.from(`${secrets.user}:${secrets.password}`).toString('base64')}`,
	},
};
