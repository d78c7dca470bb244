/** The way through an HTTP proxy, and what each of its failures is called. */

import { base64 } from "../../modules/server/proxy.js";
import type { ProxySettings } from "../../modules/server/server.js";
import { expect } from "../expect.js";
import { type Bench, bytesOf } from "./support/bench.js";
import { createSession } from "./support/mqtt.js";

/** A session that has sent its request to the proxy. */
function createAsked(proxy: Partial<ProxySettings> = {}): {
	bench: Bench;
	link: ReturnType<typeof createSession>["link"];
} {
	const { bench, link } = createSession();
	bench.proxy = { address: "proxy.test", port: 3128, ...proxy };
	bench.parses = false;
	link.open(1, "wifi");
	bench.time.advance(20);
	bench.events();
	return { bench, link };
}

function textOf(bench: Bench): string {
	return String.fromCharCode(...bench.socket.sent);
}

describe("a session through a proxy", () => {
	it("asks the proxy for a tunnel to the server's name, and speaks MQTT inside it", () => {
		const { bench } = createAsked();
		expect(bench.asked, "the proxy's name alone is ours to resolve").toEqual(["wifi proxy.test"]);
		expect(bench.dialled).toEqual(["192.0.2.1:3128"]);
		expect(textOf(bench)).toBe(
			"CONNECT broker.test:1883 HTTP/1.1\r\nHost: broker.test:1883\r\n\r\n",
		);
		bench.socket.sent.length = 0;
		bench.parses = true;
		bench.socket.say(...bytesOf("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n"));
		bench.time.advance(100);
		expect(bench.wire).toEqual(["0 CONNECT dev"]);
		expect(bench.events()).toEqual(["1 answered"]);
	});

	it("understands an answer split at every byte, and swallows none of the tunnel behind it", () => {
		const { bench } = createAsked();
		for (const byte of bytesOf("HTTP/1.0 204 No Content\r\n\r\n")) bench.socket.say(byte);
		expect(bench.socket.sent.length).toBeAtLeast(60);
		bench.socket.say(0x20, 2, 0);
		bench.socket.say(0);
		expect(bench.events()).toEqual(["1 answered"]);
		const joined = createAsked();
		joined.bench.socket.say(...bytesOf("HTTP/1.1 200 OK\r\n\r\n"), 0x20, 2, 0, 0);
		expect(joined.bench.events()).toEqual(["1 answered"]);
	});

	it("sends credentials as Basic does", () => {
		const { bench } = createAsked({ user: "Aladdin", password: "open sesame" });
		expect(textOf(bench)).toContain(
			"\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n",
		);
		expect(
			["", "f", "fo", "foo", "foob"].map((text) => base64(new Uint8Array(bytesOf(text)))),
		).toEqual(["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
		expect(base64(new Uint8Array([251, 255, 254]))).toBe("+//+");
	});

	for (const [answer, reason] of Object.entries({
		"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n": "NOT_AUTHORISED",
		"HTTP/1.1 403 Forbidden\r\n\r\n": "NO_PROXY",
		"HTTP/1.1 502 Bad Gateway\r\n\r\n": "NO_PROXY",
		"HTTP/1.1 2000\r\n\r\n": "NO_PROXY",
		"SSH-2.0-OpenSSH\r\n\r\n": "NO_PROXY",
		"\r\n\r\n": "NO_PROXY",
	}))
		it(`is lost with ${reason} by ${JSON.stringify(answer)}`, () => {
			const { bench } = createAsked();
			bench.socket.say(...bytesOf(answer));
			bench.time.advance(1_000);
			expect(bench.events()).toEqual([`1 lost ${reason}`]);
			expect(bench.socket.closed).toBe(true);
		});

	it("is lost with NO_PROXY by a header that does not end in 2 KiB", () => {
		const { bench } = createAsked();
		bench.socket.say(...bytesOf("HTTP/1.1 200 OK\r\n"), ...new Array<number>(2_031).fill(65));
		expect(bench.events()).toEqual([]);
		bench.socket.say(65);
		expect(bench.events()).toEqual(["1 lost NO_PROXY"]);
	});

	it("is lost with NO_PROXY when the proxy has no name, no route, no port or hangs up", () => {
		const events = (spoil: (bench: Bench) => void) => {
			const { bench, link } = createSession();
			bench.proxy = { address: "proxy.test", port: 3128 };
			bench.parses = false;
			spoil(bench);
			link.open(1, "wifi");
			bench.time.advance(100);
			if (bench.events().includes("1 lost NO_PROXY")) return "NO_PROXY";
			bench.socket.reset();
			return bench.events()[0];
		};
		expect(
			events((bench) => {
				bench.names = false;
			}),
		).toBe("NO_PROXY");
		expect(
			events((bench) => {
				bench.noNetwork = true;
			}),
		).toBe("NO_PROXY");
		expect(
			events((bench) => {
				bench.refusing = true;
			}),
		).toBe("NO_PROXY");
		expect(events(() => {})).toBe("1 lost NO_PROXY");
	});

	it("is lost with NO_SERVER when the tunnel ends later", () => {
		const { bench } = createAsked();
		bench.socket.say(...bytesOf("HTTP/1.1 200 OK\r\n\r\n"));
		bench.socket.reset();
		expect(bench.events()).toEqual(["1 lost NO_SERVER"]);
	});

	it("takes the proxy of each new session's interface, and asks it for a trial too", () => {
		const { bench, link } = createAsked();
		bench.socket.say(...bytesOf("HTTP/1.1 200 OK\r\n\r\n"), 0x20, 2, 0, 0);
		bench.events();
		link.try(2, "ethernet");
		bench.time.advance(100);
		expect(bench.events()).toEqual(["2 resolved"]);
		bench.socket.say(...bytesOf("HTTP/1.1 200 OK\r\n\r\n"));
		expect(bench.events()).toEqual(["2 opened"]);
		bench.proxy = undefined;
		link.try(3, "cell");
		bench.time.advance(100);
		expect(bench.asked[2]).toBe("cell broker.test");
		expect(bench.events()).toEqual(["3 resolved", "3 opened"]);
	});
});
