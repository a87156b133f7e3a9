import { useVendor } from '../../support/useVendor';
import { vardast } from '../../support/vendors/vardast';

const { sandbox, testCredential } = useVendor(vardast);

interface Change {
	apiKey?: string;
	/** Whether the base URL has blanks around it and slashes at its end. */
	slashes?: boolean;
	/** Whether the base URL has another path. */
	path?: boolean;
}

describe('the credential test', () => {
	const cases: Array<
		[
			title: string,
			change: Change,
			answer: [body: unknown, status?: number] | undefined,
			status: 'OK' | 'Error',
			words: string | RegExp,
		]
	> = [
		['a valid key', {}, undefined, 'OK', 'Connection successful!'],
		[
			'a base URL with slashes and blanks',
			{ slashes: true },
			undefined,
			'OK',
			'Connection successful!',
		],
		[
			'a wrong key',
			{ apiKey: 'nobody' },
			undefined,
			'Error',
			'Vardast does not know this API key. Copy it again from your Vardast account.',
		],
		[
			'a key without rights',
			{},
			[{ detail: 'no' }, 403],
			'Error',
			/^Vardast does not let this API key read the account/,
		],
		[
			'another path',
			{ path: true },
			undefined,
			'Error',
			'There is no Vardast API at this base URL. Check it.',
		],
		[
			'a refusal under HTTP 200',
			{},
			[{ status: 'error', error: 'bad key' }],
			'Error',
			'Vardast refused the request. Check the API key.',
		],
		[
			'a detail under HTTP 200',
			{},
			[{ detail: 'bad key' }],
			'Error',
			/^The answer is not the one of the Vardast API/,
		],
		[
			'a web page under HTTP 200',
			{},
			['<html>Welcome</html>'],
			'Error',
			/^The answer is not the one of the Vardast API/,
		],
		['a fault of the vendor', {}, [{ detail: 'down' }, 500], 'Error', /^Internal Server Error$/],
	];
	test.each(cases)(
		'handles %s',
		async (_title, { slashes, path, ...changes }, answer, status, words) => {
			if (answer) {
				const [body, httpStatus = 200] = answer;
				sandbox.injectFault({ kind: 'answer', status: httpStatus, body });
			}
			const baseUrl = `${sandbox.url}${path ? '/elsewhere' : '/uaa/public'}`;
			const result = await testCredential({
				baseUrl: slashes ? ` ${baseUrl}// ` : baseUrl,
				...changes,
			});
			expect([result.status, result.message]).toEqual([
				status,
				typeof words === 'string' ? words : expect.stringMatching(words),
			]);
			expect(new Set(sandbox.requests.map(({ method, url }) => `${method} ${url}`)).size).toBe(1);
		},
	);
});
