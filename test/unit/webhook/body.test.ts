import { parseBody } from '../../../nodes/shared/webhook/body';
import type { IncomingRequest } from '../../../nodes/shared/webhook/body';

const MAX_BYTES = 1_048_576;
/** @returns the body, or why there is none */
const read = async (request: Partial<IncomingRequest>): Promise<unknown> =>
	Object.values(await parseBody({ headers: {}, ...request }))[0];
const nested = (depth: number, inner = '1') =>
	`${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;

test('a body of 1 MiB is read, a larger one is refused', async () => {
	const json = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;
	expect(await read({ body: json(MAX_BYTES) })).toEqual({ a: expect.any(String) });
	expect(await read({ body: json(MAX_BYTES + 1) })).toBe('The body is too large.');
	expect(await read({ rawBody: Buffer.from(json(MAX_BYTES)) })).toEqual({ a: expect.any(String) });
	expect(await read({ rawBody: Buffer.from(json(MAX_BYTES + 1)) })).toBe('The body is too large.');
	expect(await read({ headers: { 'content-length': String(MAX_BYTES) }, body: {} })).toEqual({});
	expect(await read({ headers: { 'content-length': String(MAX_BYTES + 1) }, body: {} })).toBe(
		'The body is too large.',
	);
	expect(await read({ headers: { 'content-length': 'x' }, body: '{}' })).toEqual({});
});

test('a body with 20 levels is read, a deeper one is refused', async () => {
	expect(await read({ body: nested(20) })).toEqual(expect.anything());
	expect(await read({ body: nested(20, 'null') })).toEqual(expect.anything());
	expect(await read({ body: nested(20, '{}') })).toEqual(expect.anything());
	expect(await read({ body: nested(21) })).toBe('The body is nested too deeply.');
});

test('a body is read from the request only where n8n has not read it', async () => {
	const readRawBody = jest.fn(async () => {});
	await read({ body: {}, readRawBody });
	await read({ rawBody: '{}', readRawBody });
	expect(readRawBody).not.toHaveBeenCalled();
	expect(await read({ readRawBody })).toBe('The body is no JSON object.');
	expect(readRawBody).toHaveBeenCalledTimes(1);
});

test('a body that turns out to be too large when it is read is refused', async () => {
	const request: IncomingRequest = {
		headers: {},
		readRawBody: async () => {
			request.rawBody = Buffer.from('x'.repeat(MAX_BYTES + 1));
		},
	};
	expect(await parseBody(request)).toEqual({ invalid: 'The body is too large.' });
});

test('a byte order mark at the start is ignored', async () => {
	expect(await read({ body: '\ufeff{"a":1}' })).toEqual({ a: 1 });
	expect(await read({ body: '{"a":"\ufeff"}' })).toEqual({ a: '\ufeff' });
});
