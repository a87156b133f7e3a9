/** An IP address as a number of so many bits. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address. */
interface Address {
	bits: 32 | 128;
	value: bigint;
}

/** All addresses that begin with the same bits. */
export interface Range extends Address {
	/** How many bits of an address are not compared. */
	hostBits: bigint;
}

/** The bits before the 32 bits of an IPv4 address that is written as IPv6. */
const IPV4_MAPPED_PREFIX = 0xffffn;

/** Reads `192.0.2.1`: four numbers, without leading zeros, which some read as octal. */
function parseIpv4(text: string): bigint | undefined {
	const parts = text.split('.');
	if (
		parts.length !== 4 ||
		!parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
	)
		return undefined;
	return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

/** The groups on one side of `::`; undefined when one of them is no group. An IPv4 address counts as two, at the end only. */
function parseGroups(side: string, last: boolean): bigint[] | undefined {
	if (side === '') return [];
	const parts = side.split(':');
	const result: bigint[] = [];
	for (const [index, part] of parts.entries()) {
		const embedded = last && index === parts.length - 1 ? parseIpv4(part) : undefined;
		if (embedded !== undefined) result.push(embedded >> 16n, embedded & 0xffffn);
		else if (/^[\da-f]{1,4}$/i.test(part)) result.push(BigInt(`0x${part}`));
		else return undefined;
	}
	return result;
}

/** Reads every form of RFC 4291, without a zone. */
function parseIpv6(text: string): bigint | undefined {
	const sides = text.split('::');
	if (sides.length > 2) return undefined;
	const [head, tail] = sides.map((side, index) => parseGroups(side, index === sides.length - 1));
	if (!head || (sides.length === 2 && !tail)) return undefined;
	const missing = 8 - head.length - (tail?.length ?? 0);
	if (tail ? missing < 1 : missing !== 0) return undefined;
	return [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])].reduce(
		(value, group) => (value << 16n) + group,
		0n,
	);
}

function parseAddress(text: string): Address | undefined {
	const ipv4 = parseIpv4(text);
	if (ipv4 !== undefined) return { bits: 32, value: ipv4 };
	const ipv6 = parseIpv6(text);
	if (ipv6 === undefined) return undefined;
	return ipv6 >> 32n === IPV4_MAPPED_PREFIX
		? { bits: 32, value: ipv6 & 0xffffffffn }
		: { bits: 128, value: ipv6 };
}

/**
 * Reads one entry of an address list.
 *
 * @param text an IPv4 or IPv6 address, or a range in CIDR form such as `192.0.2.0/24`
 * @returns undefined when it is none of these
 */
export function parseRange(text: string): Range | undefined {
	const [, start, length] = /^([^/]+?)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
	const address = start === undefined ? undefined : parseAddress(start);
	if (!address) return undefined;
	// The length of a range that is written as IPv6 counts the bits before the IPv4 address too.
	const before = address.bits === 32 && start.includes(':') ? 96 : 0;
	const hostBits = length === undefined ? 0 : address.bits + before - Number(length);
	return hostBits >= 0 && hostBits <= address.bits
		? { ...address, hostBits: BigInt(hostBits) }
		: undefined;
}

/**
 * The entries of an address list, separated by line breaks, commas, semicolons or spaces.
 *
 * @returns those that can be read, and those that can't
 */
export function parseAllowlist(list: string): { ranges: Range[]; invalid: string[] } {
	const ranges: Range[] = [];
	const invalid: string[] = [];
	for (const entry of list.split(/[\s,;]/).filter((text) => text !== '')) {
		const range = parseRange(entry);
		if (range) ranges.push(range);
		else invalid.push(entry);
	}
	return { ranges, invalid };
}

/** An address without the zone of a socket, and without the port that some proxies add to it in `X-Forwarded-For`. */
const bareAddress = (caller: string): string =>
	(/^\[([^\]]*)\](?::\d{1,5})?$/.exec(caller)?.[1] ?? caller)
		.replace(/^([\d.]{7,15}):\d{1,5}$/, '$1')
		.replace(/%.*/s, '');

/**
 * Whether an address lies in one of the ranges.
 *
 * @param caller an address as a socket or a proxy reports it; anything else lies in none
 */
export function isAllowed(ranges: readonly Range[], caller: unknown): boolean {
	const address = typeof caller === 'string' ? parseAddress(bareAddress(caller)) : undefined;
	return ranges.some(
		(range) =>
			range.bits === address?.bits &&
			range.value >> range.hostBits === address.value >> range.hostBits,
	);
}
