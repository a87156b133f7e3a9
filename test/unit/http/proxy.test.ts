import { parseProxy } from '../../../nodes/shared/http/proxy';

test.each<[text: string, host: string, port: number, protocol: string]>([
	['http://proxy.example.com:8080', 'proxy.example.com', 8080, 'http'],
	['http://proxy.example.com:80', 'proxy.example.com', 80, 'http'],
	['https://proxy.example.com:443', 'proxy.example.com', 443, 'https'],
	['http://proxy.example.com:443', 'proxy.example.com', 443, 'http'],
	['https://proxy.example.com:80', 'proxy.example.com', 80, 'https'],
	['HTTP://Proxy.Example.com:80/', 'proxy.example.com', 80, 'http'],
	['http://[::1]:80', '[::1]', 80, 'http'],
	['http://10.0.0.1:3128', '10.0.0.1', 3128, 'http'],
	[' http://proxy.example.com:80\n', 'proxy.example.com', 80, 'http'],
])('parseProxy takes %j', (text, host, port, protocol) => {
	expect(parseProxy(text)).toEqual({ host, port, protocol });
});

test.each([
	['http://ann:se%40cret@p.example:80', 'ann', 'se@cret'],
	['https://ann@p.example:443/', 'ann', ''],
	['http://ann:100%25:a@p.example:8080', 'ann', '100%:a'],
	['http://ann:100%@p.example:8080', 'ann', '100%'],
])('parseProxy logs in with %j', (text, username, password) => {
	expect(parseProxy(text)?.valueOf()).toMatchObject({ auth: { username, password } });
});

test.each([
	['proxy.example.com'],
	['proxy.example.com:8080'],
	['http://proxy.example.com'],
	['http://ann:80@proxy.example.com'],
	['http://:8080'],
	['http://[::1]'],
	['http://proxy.example.com:99999'],
	['http://proxy.example.com:80/path'],
	['http://a b:80'],
	['socks5://proxy.example.com:1080'],
	['no proxy'],
	['http://'],
	[7],
	[{}],
])('parseProxy refuses %j', (text) => {
	expect(parseProxy(text)).toBeUndefined();
});
