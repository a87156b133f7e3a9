import net from 'node:net';
import * as fc from 'fast-check';
import { isAllowed, parseRange, parseAllowlist } from '../../../nodes/shared/webhook/ipAllowlist';

const inList = (list: string, caller: unknown) => isAllowed(parseAllowlist(list).ranges, caller);

describe('an allowlist', () => {
	test.each([
		['192.0.2.10', '192.0.2.10', true],
		['192.0.2.10', '192.0.2.11', false],
		['192.0.2.0/24', '192.0.2.255', true],
		['192.0.2.77/24', '192.0.2.1', true],
		['192.0.2.0/24', '192.0.3.0', false],
		['0.0.0.0/0', '203.0.113.9', true],
		['0.0.0.0/0', '2001:db8::1', false],
		['::/0', '2001:db8::1', true],
		['::/0', '203.0.113.9', false],
		['2001:db8::/32', '2001:db8:ffff::1', true],
		['2001:db8::/32', '2001:db9::1', false],
		['2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
		['::1', '::1', true],
		['::', '0:0:0:0:0:0:0:0', true],
		['fe80::/10', 'fe80::1%eth0', true],
		['192.0.2.10', '::ffff:192.0.2.10', true],
		['192.0.2.10', '::ffff:c000:20a', true],
		['::ffff:192.0.2.0/120', '192.0.2.99', true],
		['::ffff:192.0.2.0/120', '192.0.3.99', false],
		['64:ff9b::192.0.2.1', '64:ff9b::c000:201', true],
		['192.0.2.10\n 2001:db8::/32 ,198.51.100.7', '198.51.100.7', true],
		['', '198.51.100.7', false],
	])('with %j allows %s: %s', (list, caller, expected) => {
		expect(inList(list, caller)).toBe(expected);
	});

	test.each([
		...[
			'',
			'localhost',
			'*',
			'1.2.3',
			'1.2.3.4.5',
			'1.2.3.256',
			'01.2.3.4',
			'1.2.3.4/33',
			'1.2.3.4/',
			'1.2.3.4/08',
			'1.2.3.4/-1',
			'1.2.3.4/8/8',
		],
		...[
			':',
			':::',
			'1::2::3',
			'1:2:3:4:5:6:7',
			'1:2:3:4:5:6:7:8:9',
			'1:2:3:4:5:6:7::8',
			'g::1',
			'12345::',
			'::1.2.3.4.5',
			'1.2.3.4::',
			'::/129',
			'::1.2.3.4:5',
			'1:2:3:4:5:6:7:8::g',
			'x/1.2.3.4',
		],
		...[
			'::ffff:1.2.3.4/95',
			'::ffff:1.2.3.4/129',
			'fe80::1%eth0',
			'1.2.3.4 5',
			'0x7f.1',
			'2130706433',
			'١.٢.٣.٤',
		],
	])('has no entry %j', (text) => {
		expect(parseRange(text)).toBeUndefined();
	});

	test('names its invalid entries', () => {
		expect(parseAllowlist('192.0.2.1; nonsense\n::1, 1.2.3.4/99')).toEqual({
			ranges: [expect.anything(), expect.anything()],
			invalid: ['nonsense', '1.2.3.4/99'],
		});
	});

	test.each([
		[undefined],
		[null],
		[7],
		[{}],
		[['192.0.2.1']],
		['unknown'],
		['192.0.2.1, 192.0.2.1'],
		['192.0.2.0/24'],
	])('does not allow the address %j', (caller) => {
		expect(inList('0.0.0.0/0 ::/0', caller)).toBe(false);
	});
});

describe('an allowlist, compared with net.BlockList', () => {
	const v4 = fc.ipV4();
	const v6 = fc.ipV6();
	const family = (address: string) => (net.isIPv4(address) ? 'ipv4' : 'ipv6');
	/** Node treats IPv4 addresses written as IPv6 differently, so the examples above cover them. */
	const isMapped = (address: string) => /^[0:]*:ffff:/i.test(address);

	test('reads the addresses that Node reads, and nothing else', () => {
		const texts = fc.oneof(v4, v6, fc.string(), fc.stringMatching(/^[\d.:a-f]{0,20}$/));
		fc.assert(
			fc.property(texts, (text) => {
				fc.pre(!/[/%\s]/.test(text));
				expect([text, parseRange(text) !== undefined]).toEqual([text, net.isIP(text) > 0]);
			}),
			{ numRuns: 3000 },
		);
	});

	test('has the same addresses in a range', () => {
		const range = fc.oneof(
			fc.record({ start: v4, bits: fc.integer({ min: 0, max: 32 }) }),
			fc.record({ start: v6, bits: fc.integer({ min: 0, max: 128 }) }),
		);
		fc.assert(
			fc.property(range, fc.oneof(v4, v6), fc.boolean(), ({ start, bits }, other, near) => {
				fc.pre(!isMapped(start) && !isMapped(other));
				const list = new net.BlockList();
				list.addSubnet(start, bits, family(start));
				const caller = near ? start : other;
				// In Node, ::/0 contains IPv4 addresses too.
				const expected = family(start) === family(caller) && list.check(caller, family(caller));
				expect([start, bits, caller, inList(`${start}/${bits}`, caller)]).toEqual([
					start,
					bits,
					caller,
					expected,
				]);
			}),
			{ numRuns: 3000 },
		);
	});

	test('allows an IPv4 address in all its notations', () => {
		fc.assert(
			fc.property(v4, (address) => {
				const [a, b, c, d] = address.split('.').map(Number);
				const words = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
				for (const one of [address, `::ffff:${address}`, words])
					for (const other of [address, words]) expect(inList(one, other)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});
});
