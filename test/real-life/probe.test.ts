import dns from 'node:dns';
import { useSelarti } from '../integration/selarti/useSelarti';
import { known } from '../support/sandbox/selarti';
import { known as vKnown } from '../support/sandbox/vardast';
import { known as aKnown } from '../support/sandbox/anyCom';
import { byId } from '../support/vendors/parameters';
import { useVendor } from '../support/useVendor';
import { vardast } from '../support/vendors/vardast';
import { anyCom } from '../support/vendors/anyCom';
import { naxonAi } from '../support/vendors/naxonAi';
import { callWebhook } from '../support/engine/webhook';
import { sample } from '../support/fixtures/selartiWebhook';
import { createRun, secrets } from '../support/webhookRun';

const s = useSelarti();
const v = useVendor(vardast);
const a = useVendor(anyCom);
const n = useVendor(naxonAi);
const send = { resource: 'message', operation: 'send', thread: byId(known.thread), message: '={{ $json.text }}', messageType: 'bot' };
const show = (label: string, value: unknown) => process.stdout.write(`## ${label}: ${JSON.stringify(value)}\n`);
const outcome = async (label: string, p: Promise<any>, sb: any, num: string, pick: (r: any) => unknown) => {
	const r = await p;
	show(label, { err: r.error?.message ?? r.items?.map((i: any) => i.json?.error ?? i.json), sent: sb.requestsTo(num).map(pick) });
	sb.requests.length = 0;
};
test('messages', async () => {
	for (const text of ['[object Object]', 'undefined', 'null', '#N/A', '#REF!', '={{ $json.secret }}', '=1+1', 'a\r\nb', 'a\u0000b', '\ufeffHello', '👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿', '{{ $json.x }}', 0, false, {a: 1}, ['a']]) {
		await outcome(`message ${JSON.stringify(text)}`, s.run(send, { items: [{ text, secret: 'S' }] }), s.sandbox, 'S11', (r: any) => r.body.message);
	}
	await outcome('join', s.run({ ...send, message: '=Hi {{ $json.o }} {{ $json.missing }}' }, { items: [{ o: { a: 1 } }] }), s.sandbox, 'S11', (r: any) => r.body.message);
});
test('ids', async () => {
	for (const id of ['undefined', 'null', '[object Object]', 'None', 'NaN', '7.61592E+18', "'1731x1", '`x`', '"x"', '1/2', '../x', '%2e%2e', 'a?b#c', '۱۲۳', '..', '. .', '..\u200b', '\u202e..'] ) {
		await outcome(`thread ${id}`, s.run({ ...send, thread: byId('={{ $json.id }}') }, { items: [{ id, text: 'x' }] }), s.sandbox, 'S11', (r: any) => r.body.thread);
		await outcome(`naxon ${id}`, n.run({ resource: 'conversation', operation: 'get', conversation: byId('={{ $json.id }}') }, { items: [{ id }] }), n.sandbox, 'N?', (r: any) => r.url);
		show('urls', n.sandbox.requests.map((r) => r.url)); n.sandbox.requests.length = 0;
	}
});
test('phones', async () => {
	for (const p of ['5.59E+12', 5590000000000, 5.54432e12, "'+55 44 3232-8668", '="+55 44 3232-8668"', '"+55 44 3232-8668"', '+55 44 3232-8668 ext. 12', 'https://wa.me/554432328668', '1-800-FLOWERS', '+1-212-555-0100;ext=5', '+55 44 3232-8668 / +55 44 3232-8669', '\t+55 44 3232-8668', '00 55 44 3232 8668', '011 55 44 3232 8668', '+55 44 3232-8668 (WhatsApp)', '#N/A', '5,544,323,286', '+55.44.3232.8668', '554432328668.0', 'p:+554432328668']) {
		await outcome(`phone ${p}`, a.run({ resource: 'message', operation: 'send', channel: byId(aKnown.channel), customerNumber: byId('={{ $json.p }}'), flow: '1', message: 'x' }, { items: [{ p }] }), a.sandbox, 'A6', (r: any) => r.body.args.user);
		await outcome(`target ${p}`, s.run({ resource: 'target', operation: 'add', task: byId(known.task), targets: '={{ $json.p }}' }, { items: [{ p }] }), s.sandbox, 'S15', (r: any) => r.body.target);
	}
});
test('dates', async () => {
	for (const [zone, d] of [['Europe/Berlin', '2026-03-29 02:30'], ['Europe/Berlin', '2026-10-25 02:30'], ['Europe/Berlin', '2027-02-29'], ['Asia/Tehran', '2026-03-22 00:00'], ['Asia/Kolkata', '2026-03-22'], ['Africa/Cairo', '2026-04-24'], ['Australia/Lord_Howe', '2026-10-04 02:15'], ['Asia/Tehran', '1405-01-01'], ['Europe/Berlin', '2026-12-31T23:59:60'], ['Europe/Berlin', '2026-01-31T24:00'], ['Europe/Berlin', "'2026-01-31"], ['Europe/Berlin', '2026-W53-1'],['Europe/Berlin', '2026-01-31T12:00:00+14:30'],['Europe/Berlin', '2026-01-31T12:00:00.000000123Z'],['Europe/Berlin', '2026-01-31 12:00 CET']]) {
		await outcome(`date ${zone} ${d}`, s.run({ resource: 'message', operation: 'sendList', threadList: known.thread, message: 'x', messageType: 'bot', additionalFields: { startDate: d } }, { timezone: zone } as any), s.sandbox, 'S13', (r: any) => r.body.start_date);
	}
});
test('json', async () => {
	for (const j of ['```json\n{"a":1}\n```', '"{\\"a\\":1}"', '{“a”: 1}', "{'a': 1}", '{"a":1,}', '{"id":7615917337495251230}', '{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}', '\ufeff{"a":1}', '{"a":NaN}', '[]', '{"a":1}\n', '{"a": "\\u0000"}']) {
		await outcome(`json ${j}`, v.run({ resource: 'prompt', operation: 'create', assistant: byId('5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a10'), text: 't', promptJson: '={{ $json.j }}', createdBy: 'n8n' }, { items: [{ j }] }), v.sandbox, 'V7', (r: any) => r.text);
	}
	show('polluted', [({} as any).x, ({} as any).y]);
});
test('base urls', async () => {
	const u = s.sandbox.url;
	const host = u.replace('http://', '');
	for (const baseUrl of [`${u}?x=1`, `${u}#x`, `http://user:pass@${host}`, `http://127.0.0.1.:${host.split(':')[1]}`, `http://localhost:${host.split(':')[1]}`, `http://[::1]:1`, 'http://localhost:1', `http://bücher.example`, `${u}/`, `HTTP://${host}`, `http://2130706433:${host.split(':')[1]}`, `http:/${host}`, `http:\\\\${host}`, `${u}/api/1.1/wf/`, `http://127.0.0.1:${host.split(':')[1]}/%2e%2e/`]) {
		const r = await s.run({ resource: 'company', operation: 'getAll' }, { credential: { baseUrl } });
		show(`base ${baseUrl}`, { err: r.error?.message ?? r.items.length, d: r.error?.description, urls: s.sandbox.requests.map((x) => [x.url, x.headers.authorization]) });
		s.sandbox.requests.length = 0;
	}
});
test('two addresses', async () => {
	const real = dns.lookup;
	const spy = jest.spyOn(dns, 'lookup').mockImplementation(((host: string, o: any, cb: any) => {
		if (host === 'two.example') return cb(null, o?.all ? [{ address: '127.0.0.1', family: 4 }, { address: '127.0.0.2', family: 4 }] : '127.0.0.1', 4);
		return (real as any)(host, o, cb);
	}) as any);
	const r = await a.run({ resource: 'message', operation: 'send', channel: byId(aKnown.channel), customerNumber: byId('554432328668'), flow: '1', message: 'x' }, { credential: { baseUrl: 'http://two.example:1' } });
	show('aggregate', { m: r.error?.message, d: r.error?.description });
	spy.mockRestore();
});
test('keys', async () => {
	for (const k of ['Bearer abc', 'ключ', 'abc—def', 'a\nb', '"abc"', 'a\u0000b', 'é'.repeat(3)]) {
		for (const [c, f, p] of [[v, 'apiKey', { resource: 'channel', operation: 'getAll' }], [a, 'authKey', { resource: 'channel', operation: 'getAll' }], [n, 'apiToken', { resource: 'model', operation: 'getAll' }], [s, 'apiKey', { resource: 'company', operation: 'getAll' }]] as any[]) {
			const r = await c.run(p, { credential: { [f]: k } });
			show(`key ${k} ${f}`, { m: r.error?.message, d: r.error?.description, h: c.sandbox.requests.map((x: any) => [x.headers.authorization, x.headers['x-api-key'], x.headers.auth_key, x.body]) });
			c.sandbox.requests.length = 0;
		}
	}
});
test('webhooks', async () => {
	const trigger = () => createRun({ node: 'selartiTrigger', parameters: { authentication: ['queryToken'] }, credentials: { selartiWebhookApi: secrets } });
	const call = async (label: string, c: any) => { const r = await callWebhook(trigger(), { query: secrets, ...c }); show(label, { st: r.status, t: r.text, i: r.items?.[0], thrown: r.thrown?.message }); };
	const text = JSON.stringify({ ...sample, message_text: 'Olá, você está aí?' });
	await call('latin1', { body: Buffer.from(text, 'latin1'), headers: { 'content-type': 'application/json; charset=ISO-8859-1' } });
	await call('utf16le', { body: Buffer.from(text, 'utf16le'), headers: { 'content-type': 'application/json; charset=utf-16le' } });
	await call('double', { body: JSON.stringify(text) });
	await call('array', { body: [sample] });
	await call('form payload', { body: `payload=${encodeURIComponent(text)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	await call('form flat', { body: new URLSearchParams(sample as any).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	await call('empty', { body: '' , headers: { 'content-type': 'application/json' }});
	await call('proto', { body: text.slice(0, -1) + ',"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}' });
	await call('dup token', { query: { token: [secrets.token, secrets.token] }, body: sample });
	await call('token obj', { query: { token: { a: secrets.token } }, body: sample });
	await call('tostring', { body: { ...sample, message_id: { toString: 1 }, wh_type: { toString: 1, valueOf: 2 } } });
	await call('tostring text', { body: { ...sample, message_text: { toString: 1 } } });
	await call('dup keys', { body: text.slice(0, -1) + ',"message_text":"second"}' });
	await call('nul', { body: { ...sample, message_text: 'a\u0000b' } });
	await call('lone', { body: text.replace('Olá', 'Ol\\ud83d') });
	await call('bad utf8', { body: Buffer.concat([Buffer.from('{"wh_type":"all_messages","thread_id":"t","message_id":"m","message_type":"bot","message_text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]) });
	show('polluted', ({} as any).polluted);
	const ip = (address: unknown, allowedIps = '203.0.113.7') => callWebhook(createRun({ node: 'selartiTrigger', parameters: { authentication: ['ipAllowlist'], allowedIps }, credentials: {} }), { body: sample, address, headers: { 'x-forwarded-for': '203.0.113.7' } }).then((r) => r.status);
	show('ips', await Promise.all(['203.0.113.7', '::ffff:203.0.113.7', '203.0.113.7:51008', '[::ffff:203.0.113.7]:443', '198.51.100.1', '203.0.113.07', '203.0.113.7%eth0', '0xcb.0.0x71.7', undefined].map((x) => ip(x))));
	show('lists', await Promise.all(['010.0.0.1', '203.0.113.7,', '203.0.113.7/33', '203.0.113.7/0', '::/0', '203.0.113.*', '203.0.113.0-203.0.113.9', '2001:db8::1%eth0'].map((x) => ip('203.0.113.7', x))));
});
