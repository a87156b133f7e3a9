/** What a user does with credentials, for every credential type of the package, also those to come. */

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PackageDirectoryLoader } from 'n8n-core';
import { NodeHelpers } from 'n8n-workflow';
import type { ICredentialType, INodeParameters, INodeProperties } from 'n8n-workflow';

import manifest from '../../package.json';
import { loadPackage, nodeTypeOf, runNode, searchList, testCredential } from '../support/engine';
import { TestCredentialsHelper } from '../support/engine/credentialsHelper';
import { PolledWorkflow } from '../support/engine/poll';
import { requestWithCredential } from '../support/engine/requestWithCredential';
import { parametersOf } from '../support/contract/rows';
import { Sandbox } from '../support/sandbox/server';
import { textOfError } from '../support/useVendor';
import { vendors } from '../support/vendors';
import { byId } from '../support/vendors/parameters';
import type { VendorSupport } from '../support/vendors';

/** The class of each credential, as package.json names it. */
const credentialTypes: ICredentialType[] = manifest.n8n.credentials.map((file) => {
	const name = file.replace(/^dist\/credentials\/(\w+)\.credentials\.js$/, '$1');
	const module = jest.requireActual<Record<string, new () => ICredentialType>>(`../../${file}`);
	return new module[name]();
});

/** Those that sign requests, and so can be tested against a server. */
const signing = credentialTypes.filter(({ test }) => test !== undefined);
const names = signing.map(({ name }) => [name] as const);

const typeOf = (name: string) => signing.find((type) => type.name === name) as ICredentialType;

function vendorOf(name: string): VendorSupport {
	const vendor = vendors.find(({ credentialType }) => credentialType === name);
	if (!vendor) throw new Error(`the credential ${name} has no sandbox in test/support/vendors`);
	return vendor;
}

const isText = ({ type }: INodeProperties) => type === 'string';
const isUrl = ({ name }: INodeProperties) => /url$/i.test(name);

/** Fields for a credential of any type, without a sandbox: its addresses are `url`, every other text is a secret. */
const inventFields = ({ properties }: ICredentialType, url: string) =>
	Object.fromEntries(
		properties
			.filter(isText)
			.map((property) => [
				property.name,
				isUrl(property) ? url : `a-secret-${property.name.toLowerCase()}`,
			]),
	);

/** The fields that a user must fill in, with the others as they are set. */
const requiredFields = ({ properties }: ICredentialType, fields: object) =>
	properties.filter(
		(property) =>
			property.required &&
			NodeHelpers.displayParameter(fields as INodeParameters, property, null, null),
	);

/** A host that records what it gets. */
class Host {
	readonly received: Array<{ url?: string; text: string }> = [];
	private server: Server | undefined;

	constructor(readonly answer: (request: IncomingMessage, response: ServerResponse) => void) {}

	async start(): Promise<this> {
		this.server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				const text = `${request.url} ${JSON.stringify(request.rawHeaders)} ${body}`;
				this.received.push({ url: request.url, text });
				this.answer(request, response);
			});
		});
		await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
		return this;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((done) => this.server?.close(done));
	}
}

/** The sandbox of a vendor for the length of a test. */
async function withSandbox(
	name: string,
	work: (sandbox: Sandbox, fields: Record<string, unknown>, vendor: VendorSupport) => Promise<void>,
): Promise<void> {
	const vendor = vendorOf(name);
	const sandbox = new Sandbox(vendor.sandbox);
	await sandbox.start();
	try {
		await work(sandbox, { ...vendor.credentialData(sandbox.url), maxRetryTime: 0 }, vendor);
	} finally {
		await sandbox.close();
	}
}

/** The operation that sends the request of the credential test, which was sent last. */
function testedOperation({ name, contract }: VendorSupport, { requests }: Sandbox) {
	const number = requests.at(-1)?.number;
	const row = contract.rows.find((candidate) => candidate.number === number);
	if (!row) throw new Error(`${name} has no operation that sends ${number}`);
	return row;
}

const withoutPort = (url: string | undefined) => String(url).replace(/:\d+/, '');

test('every credential has a test', async () => {
	const { nodeTypes } = await loadPackage();
	const testedByNodes = Object.keys(nodeTypes).flatMap((node) =>
		(nodeTypeOf({ nodeTypes } as PackageDirectoryLoader, node).description.credentials ?? [])
			.filter(({ testedBy }) => testedBy !== undefined)
			.map(({ name }) => name),
	);
	for (const { name, test: request } of credentialTypes)
		expect([name, request !== undefined || testedByNodes.includes(name)]).toEqual([name, true]);
});

describe('n8n offers the credential in the HTTP Request node, and Custom API Call in the nodes', () => {
	test.each(names)('%s', async (name) => {
		const copied = { ...typeOf(name) };
		expect(typeof copied.authenticate).toBe('function');
		const loader = await loadPackage();
		const { key } = vendorOf(name);
		const { credentials, properties } = nodeTypeOf(loader, key).description;
		expect(credentials?.map((credential) => credential.name)).toContain(name);
		// What n8n reads of a node to add Custom API Call.
		for (const property of properties)
			if (['resource', 'operation'].includes(property.name))
				expect(property.options?.at(-1)).toHaveProperty('name');
	});
});

test('the fields that a node checks are those that the credential marks as required', async () => {
	for (const type of signing) {
		const { credentialType, folder, key } = vendorOf(type.name);
		const module = jest.requireActual<Record<string, { requiredFields: unknown }>>(
			`../../dist/nodes/${folder}/vendor.js`,
		);
		const required = type.properties
			.filter((property) => property.required)
			.map(({ name, displayName, displayOptions }) => ({
				name,
				displayName,
				...(displayOptions?.show && {
					when: Object.fromEntries(
						Object.entries(displayOptions.show).map(([field, values]) => [field, values?.[0]]),
					),
				}),
			}));
		const byName = (list: unknown) =>
			[...(list as Array<{ name: string }>)].sort((a, b) => a.name.localeCompare(b.name));
		expect([credentialType, byName(module[key].requiredFields)]).toEqual([
			credentialType,
			byName(required),
		]);
	}
});

describe('a credential test follows no redirect, and says what to correct', () => {
	const statuses = [300, 301, 302, 303, 307, 308];
	const cases = names.flatMap(([name]) => statuses.map((status) => [name, status] as const));

	test.each(cases)('%s, all answers are redirects (%i)', async (name, status) => {
		const elsewhere = await new Host((_request, response) => response.end('{}')).start();
		const moved = await new Host(({ url }, response) => {
			response.writeHead(status, { location: `${elsewhere.url}${url}` }).end();
		}).start();
		try {
			const fields = inventFields(typeOf(name), moved.url);
			for (const node of ['noOp', 'n8n-nodes-base.noOp'] as const) {
				const result = await testCredential(name, fields, { node });
				expect(result.status).toBe('Error');
				expect(result.message).toMatch(/base URL redirects to another address.*base URL/i);
				expect(result.message).not.toContain('a-secret');
			}
			expect(moved.received.length).toBeGreaterThan(0);
			expect(elsewhere.received).toEqual([]);
		} finally {
			await Promise.all([moved.close(), elsewhere.close()]);
		}
	});

	test.each(cases)('%s, one answer is a redirect (%i)', async (name, status) => {
		const elsewhere = await new Host((_request, response) => response.end('{}')).start();
		try {
			await withSandbox(name, async (sandbox, fields) => {
				expect(await testCredential(name, fields)).toMatchObject({ status: 'OK' });
				const numbers = sandbox.requests.map(({ number }) => number);
				for (const on of numbers) {
					sandbox.reset();
					const headers = { location: `${elsewhere.url}/` };
					sandbox.injectFault({ kind: 'answer', on, status, headers });
					const result = await testCredential(name, fields);
					expect([on, result.status, result.message]).toEqual([
						on,
						'Error',
						expect.stringMatching(/base URL redirects to another address.*base URL/i),
					]);
				}
			});
			expect(elsewhere.received).toEqual([]);
		} finally {
			await elsewhere.close();
		}
	});

	test.each(names)('%s, nor does a node', async (name) => {
		const elsewhere = await new Host((_request, response) => response.end('{}')).start();
		const moved = await new Host((_request, response) => {
			response.writeHead(307, { location: elsewhere.url }).end();
		}).start();
		try {
			const vendor = vendorOf(name);
			const [row] = vendor.contract.rows;
			const { error } = await runNode({
				node: vendor.key,
				credentials: { [name]: { ...inventFields(typeOf(name), moved.url), maxRetryTime: 0 } },
				parameters: parametersOf(row),
			});
			expect(error?.message).toMatch(/Check the base URL of the credential/);
			expect(elsewhere.received).toEqual([]);
		} finally {
			await Promise.all([moved.close(), elsewhere.close()]);
		}
	});
});

describe('a wrong key fails the credential test', () => {
	test.each(names)('%s, in words that do not show it', async (name) => {
		await withSandbox(name, async (_sandbox, fields, vendor) => {
			const { field, message } = vendor.wrongKey;
			const wrong = 'wr0ng-and-not-to-be-shown';
			for (const node of ['noOp', 'n8n-nodes-base.noOp'] as const) {
				const result = await testCredential(name, { ...fields, [field]: wrong }, { node });
				expect([result.status, result.message]).toEqual([
					'Error',
					expect.stringContaining(message),
				]);
				expect(result.message).not.toContain(wrong);
			}
		});
	});

	test.each(names)('%s, changed after a test that passed', async (name) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			for (const node of ['noOp', 'n8n-nodes-base.noOp'] as const) {
				const { credentials, status } = await testCredential(name, fields, { node });
				expect(status).toBe('OK');
				const passed = sandbox.requests.length;
				const changed = { ...credentials.data[name], [vendor.wrongKey.field]: 'another-key' };
				expect(await testCredential(name, changed, { node })).toMatchObject({ status: 'Error' });
				// Typed and not saved yet.
				const typed = { [vendor.wrongKey.field]: 'a-third-key' };
				expect(await testCredential(name, credentials.data[name], { node, typed })).toMatchObject({
					status: 'Error',
				});
				expect(sandbox.requests.slice(passed).filter(({ handled }) => handled)).toEqual([]);
			}
		});
	});
});

/** White space, line breaks and what cannot be seen. */
const blanks = [' ', '\n', '\r\n', '\t', '\u00a0', '\u200b', '\ufeff', '\u2060\u202c'];

describe('what is pasted along with a value changes nothing', () => {
	test.each(names)('%s', async (name) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			const type = typeOf(name);
			const run = async (data: object) =>
				await runNode({
					node: vendor.key,
					credentials: { [name]: data },
					parameters: parametersOf(row),
				});
			const texts = type.properties.filter(isText).map((property) => property.name);
			const pastedBy = (change: (value: string, isAddress: boolean) => string) => ({
				...fields,
				...Object.fromEntries(
					Object.entries(fields)
						.filter(([field, value]) => texts.includes(field) && value !== '')
						.map(([field, value]) => [field, change(String(value), /url$/i.test(field))]),
				),
			});
			const variants = [
				...blanks.map((blank) => pastedBy((value) => `${blank}${value}${blank}`)),
				pastedBy((value, isAddress) => (isAddress ? `${value}/` : value)),
				pastedBy((value, isAddress) => (isAddress ? ` ${value}// \n` : value)),
				pastedBy((value, isAddress) => (isAddress ? `${value} /` : value)),
			];
			const wire = () =>
				sandbox.requests.map(({ method, url, headers, body }) => {
					const { host, authorization, 'content-length': _length, ...more } = headers;
					// Session tokens differ from log-in to log-in.
					const isToken = String(authorization).startsWith('Bearer bus|');
					return [method, url, withoutPort(host), isToken ? 'a token' : authorization, more, body];
				});
			await testCredential(name, fields);
			const row = testedOperation(vendor, sandbox);
			const clean = wire();
			sandbox.reset();
			await run(fields);
			const [read] = wire().slice(-1);
			for (const data of variants) {
				sandbox.reset();
				expect(await testCredential(name, data)).toMatchObject({ status: 'OK' });
				expect(wire()).toEqual(clean);
				sandbox.reset();
				expect((await run(data)).error).toBeUndefined();
				expect(wire().slice(-1)).toEqual([read]);
			}
		});
	});
});

/** What an expression may give in place of a text. */
const nothings: Array<[what: string, expression: string, value: unknown]> = [
	['undefined', '={{ undefined }}', undefined],
	['null', '={{ null }}', null],
	['an empty text', '={{ "" }}', ''],
	['blanks', '={{ " \\n\\u200b" }}', ' \n\u200b'],
	['false', '={{ false }}', false],
	['a list', '={{ [] }}', []],
	['an object', '={{ ({}) }}', {}],
];

describe('a field that is empty stops everything before anything is sent', () => {
	const cases = names.flatMap(([name]) => nothings.map((nothing) => [name, ...nothing] as const));
	test.each(cases)('%s, a field is %s', async (name, _what, expression, value) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			const required = requiredFields(typeOf(name), fields);
			expect(required.length).toBeGreaterThan(1);
			const write = vendor.contract.rows.find(({ text }) => text) ?? vendor.contract.rows[0];
			const loader = await loadPackage();
			const { methods, description } = nodeTypeOf(loader, vendor.key);
			const lists = Object.keys(methods?.listSearch ?? {});
			// Some lists are those of an entry that another field names.
			const chosen = Object.fromEntries(
				description.properties
					.filter((property) => property.type === 'resourceLocator')
					.map((property) => [property.name, byId('1')]),
			);
			for (const property of required) {
				const words = `${vendor.name}: ${property.displayName} of the credential is`;
				const credentials = { [name]: { ...fields, [property.name]: expression } };
				const { error } = await runNode({
					node: vendor.key,
					credentials,
					parameters: parametersOf(write),
				});
				expect(error?.message).toContain(words);
				const { field } = vendor.wrongKey;
				if (field !== property.name) expect(textOfError(error)).not.toContain(fields[field]);

				const tested = await testCredential(name, fields, { typed: { [property.name]: value } });
				expect([tested.status, tested.message]).toEqual(['Error', expect.stringContaining(words)]);

				for (const method of lists)
					await expect(
						searchList({ node: vendor.key, credentials, parameters: chosen, method }),
					).rejects.toThrow(words);

				for (const trigger of vendor.triggers) {
					if (trigger.kind !== 'polling') continue;
					const { parameters } = trigger.events[0];
					const polled = new PolledWorkflow({ node: trigger.node, credentials, parameters });
					await expect(polled.activate()).rejects.toThrow(words);
				}
			}
			expect(sandbox.requests).toEqual([]);
		});
	});
});

describe('a session token belongs to the key and the address that made it', () => {
	const withLogin = signing.filter(({ preAuthentication }) => preAuthentication);
	const types = withLogin.map(({ name }) => [name] as const);
	const helpers = ['requestWithAuthentication', 'httpRequestWithAuthentication'] as const;
	const used = types.flatMap(([name]) => helpers.map((helper) => [name, helper] as const));

	/** What n8n has stored after a credential test that passed. */
	async function storedAfterTest(name: string, fields: object) {
		const { credentials, status } = await testCredential(name, fields);
		expect([status, credentials.stored]).toEqual(['OK', 1]);
		return credentials.data[name] as Record<string, unknown>;
	}

	test.each(types)('%s: a node logs in with a changed key at once', async (name) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			const key = `first-key-of-${name}`;
			const { field } = vendor.wrongKey;
			await sandbox.happen('setKey', { key });
			const stored = await storedAfterTest(name, { ...fields, [field]: key });
			const row = testedOperation(vendor, sandbox);
			const run = async (data: object) =>
				await runNode({
					node: vendor.key,
					credentials: { [name]: data },
					parameters: parametersOf(row),
				});
			const sentTokens = () => sandbox.requests.map(({ headers }) => headers.authorization);

			// The stored token is used as long as nothing changes.
			sandbox.requests.length = 0;
			expect((await run(stored)).error).toBeUndefined();
			expect(sandbox.requests).toHaveLength(1);
			const [old] = sentTokens();

			sandbox.requests.length = 0;
			const { error } = await run({ ...stored, [field]: 'a-wrong-key' });
			expect(error?.message).toMatch(/the log-in was refused/);
			expect(sentTokens()).toEqual([undefined]);

			await sandbox.happen('setKey', { key: 'a-key-of-another-account' });
			sandbox.requests.length = 0;
			const other = await run({ ...stored, [field]: 'a-key-of-another-account' });
			expect(other.error).toBeUndefined();
			expect(sentTokens()).not.toContain(old);
			expect(sandbox.requests.map(({ number }) => number)).toEqual([
				vendor.loginNumber,
				row.number,
			]);
		});
	});

	test.each(types)('%s: no token reaches another address', async (name) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			const stored = await storedAfterTest(name, fields);
			const elsewhere = await new Host((_request, response) => {
				response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
			}).start();
			try {
				const moved = { ...stored, baseUrl: elsewhere.url };
				expect(await testCredential(name, moved)).toMatchObject({ status: 'Error' });
				const [row] = vendor.contract.rows;
				const parameters = parametersOf(row);
				await runNode({ node: vendor.key, credentials: { [name]: moved }, parameters });
				const tokens = sandbox.requests.map(({ headers }) => headers.authorization).filter(Boolean);
				expect(tokens.length).toBeGreaterThan(0);
				expect(elsewhere.received.length).toBeGreaterThan(0);
				for (const { text } of elsewhere.received) {
					expect(text).not.toMatch(/bearer/i);
					for (const token of tokens) expect(text).not.toContain(token);
				}
			} finally {
				await elsewhere.close();
			}
		});
	});

	test.each(types)('%s: a test logs in although the token still lives', async (name) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			for (const node of ['noOp', 'n8n-nodes-base.noOp'] as const) {
				const key = `key-${node}`;
				const { field, message } = vendor.wrongKey;
				await sandbox.happen('setKey', { key });
				const data = { ...fields, [field]: key };
				const stored = await storedAfterTest(name, data);
				// The key is withdrawn, and its tokens are not.
				await sandbox.happen('setKey', { key: 'a-new-key' });
				for (const given of [stored, data]) {
					const result = await testCredential(name, given, { node });
					expect([result.status, result.message]).toEqual([
						'Error',
						expect.stringContaining(message),
					]);
				}
				// It is given back, and a refusal of a moment ago is no reason to refuse it.
				await sandbox.happen('setKey', { key });
				for (const given of [stored, data])
					expect(await testCredential(name, given, { node })).toMatchObject({ status: 'OK' });
			}
		});
	});

	test.each(types)('%s: a test logs in once', async (name) => {
		await withSandbox(name, async (sandbox, fields, vendor) => {
			for (const node of ['noOp', 'n8n-nodes-base.noOp'] as const) {
				const stored = await storedAfterTest(name, fields);
				for (const given of [stored, fields]) {
					sandbox.requests.length = 0;
					await testCredential(name, given, { node });
					expect(sandbox.requestsTo(String(vendor.loginNumber))).toHaveLength(1);
				}
			}
		});
	});

	test.each(used)(
		'%s: the HTTP Request node (%s) uses no token of another key',
		async (name, helper) => {
			await withSandbox(name, async (sandbox, fields, vendor) => {
				const { field } = vendor.wrongKey;
				const key = `key-for-${helper}`;
				await sandbox.happen('setKey', { key });
				const stored = await storedAfterTest(name, { ...fields, [field]: key });
				const path = sandbox.requests.at(-1)?.url;
				const loader = await loadPackage();
				const send = async (data: object, times = 1) => {
					sandbox.requests.length = 0;
					const credentials = new TestCredentialsHelper(loader, { [name]: { ...data } });
					const options = { url: `${sandbox.url}${path}`, json: true };
					return await Promise.allSettled(
						Array.from(
							{ length: times },
							async () => await requestWithCredential(name, credentials, options, helper),
						),
					);
				};
				const outcome = (results: Array<PromiseSettledResult<unknown>>) =>
					results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'sent'));
				const tokens = () => new Set(sandbox.requests.map(({ headers }) => headers.authorization));

				expect(outcome(await send(stored))).toEqual(['sent']);
				expect(sandbox.requests).toHaveLength(1);
				const [old] = tokens();

				expect(outcome(await send({ ...stored, [field]: 'wrong' }))).toEqual([
					expect.stringMatching(/the log-in was refused/),
				]);
				expect(tokens()).toEqual(new Set([undefined]));

				await sandbox.happen('setKey', { key: `other-${key}` });
				const results = outcome(await send({ ...stored, [field]: `other-${key}` }, 20));
				expect(results).toEqual(Array(20).fill('sent'));
				expect(tokens()).not.toContain(old);
				expect(sandbox.requestsTo(String(vendor.loginNumber))).toHaveLength(1);

				// Many items with a wrong key do not lock the account.
				await send({ ...stored, sessionToken: '', [field]: `wrong-${helper}` }, 20);
				expect(sandbox.requests).toHaveLength(1);
			});
		},
	);
});
