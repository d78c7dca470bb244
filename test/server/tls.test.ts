/** A session over TLS: verified before a word is said, also in a tunnel and on a trial. */

import { authority, type Certificate, SimTLS } from "../../hosts/sim/network/tls.js";
import { MQTTSession } from "../../modules/server/mqtt/session.js";
import type { TLSOptions, TLSSocket } from "../../modules/uplink/provider.js";
import { expect } from "../expect.js";
import { Bench, type BenchTCP, bytesOf } from "./support/bench.js";

const GOOD: Certificate = { name: "broker.test", issuer: "ours", from: 1e12, to: 2e12 };

interface Options {
	serverName?: string;
	io?: new (options: TLSOptions) => TLSSocket;
}

function createSecured({ serverName, io = SimTLS }: Options = {}) {
	const bench = new Bench();
	bench.parses = false;
	const link = new MQTTSession({
		host: "broker.test",
		port: 8883,
		clientID: "dev",
		tls: { ca: authority("ours"), ...(serverName && { serverName }) },
		...bench.environment(),
		TLS: { io },
	});
	return { bench, link: bench.guard(link) };
}

/** The server's side of the handshake. */
function show(bench: Bench, certificate: Partial<Certificate> = {}, socket = bench.socket): void {
	const said = String.fromCharCode(...socket.sent.splice(0));
	expect(said).toBe("broker.test\n");
	bench.parses = true;
	socket.say(...bytesOf(`${JSON.stringify({ ...GOOD, ...certificate })}\n`));
}

function openVerified(): { bench: Bench; link: MQTTSession } {
	const { bench, link } = createSecured();
	link.open(1, "wifi");
	bench.time.advance(50);
	show(bench);
	bench.time.advance(100);
	expect(bench.events()).toEqual(["1 timing", "1 resolved", "1 answered"]);
	return { bench, link };
}

describe("a session over TLS", () => {
	it("asks for name and time, opens TCP, verifies, and only then says CONNECT", () => {
		const { bench, link } = createSecured();
		link.open(1, "wifi");
		bench.time.advance(50);
		expect(bench.asked).toEqual(["wifi broker.test", "wifi time"]);
		expect(bench.dialled).toEqual(["192.0.2.1:8883"]);
		expect(bench.events()).toEqual(["1 timing", "1 resolved"]);
		expect(bench.wire).toEqual([]);
		show(bench);
		bench.time.advance(100);
		expect(bench.wire).toEqual(["0 CONNECT dev"]);
		expect(bench.events()).toEqual(["1 answered"]);
		expect(bench.judged).toEqual([true]);
	});

	it("carries messages both ways, the farewell too", () => {
		const { bench, link } = openVerified();
		expect(link.publish("a", "b", { QoS: 1 })).toBe(1);
		bench.time.advance(100);
		expect(bench.socket.packets).toContain("PUBLISH 1 #1 a=b");
		expect(link.outstanding).toBe(0);
		link.close();
		expect(bench.wire.slice(-2)).toEqual(["0 DISCONNECT", "0 closed"]);
	});

	for (const [reason, certificate] of Object.entries({
		TLS_ISSUER: { issuer: "another" },
		TLS_NAME: { name: "other.test" },
		TLS_CLOCK: { from: 1.95e12 },
		TLS_EXPIRED: { to: 1.5e12 },
	}))
		it(`is lost with ${reason} by ${JSON.stringify(certificate)}, and says nothing`, () => {
			const { bench, link } = createSecured();
			link.open(1, "wifi");
			bench.time.advance(50);
			show(bench, certificate);
			bench.time.advance(1000);
			expect(bench.events()).toEqual(["1 timing", "1 resolved", `1 lost ${reason}`]);
			expect(bench.wire).toEqual(["0 closed"]);
			const dated = reason === "TLS_CLOCK" || reason === "TLS_EXPIRED";
			expect(bench.judged, "the time is doubted").toEqual(dated ? [false] : []);
		});

	it("is lost with TLS_FAILED by what speaks no TLS, with NO_SERVER by what ends or refuses", () => {
		const end = (spoil: (bench: Bench) => void): string[] => {
			const { bench, link } = createSecured();
			link.open(1, "wifi");
			bench.time.advance(50);
			bench.events();
			spoil(bench);
			bench.time.advance(1000);
			expect(bench.socket.closed).toBe(true);
			return bench.events();
		};
		const http = bytesOf("HTTP/1.1 400 Bad Request\n");
		expect(end((bench) => bench.socket.say(...http))).toEqual(["1 lost TLS_FAILED"]);
		expect(end((bench) => bench.socket.reset())).toEqual(["1 lost NO_SERVER"]);
	});

	it("is lost with NO_SERVER when it ends later, whatever a class says", () => {
		const { bench } = openVerified();
		bench.socket.reset();
		expect(bench.events()).toEqual(["1 lost NO_SERVER"]);
	});

	it("is lost with TLS_CLOCK where nobody knows the time, and dials nobody", () => {
		const { bench, link } = createSecured();
		bench.wall = undefined;
		link.open(1, "wifi");
		bench.time.advance(1000);
		expect(bench.events()).toEqual(["1 timing", "1 lost TLS_CLOCK"]);
		expect(bench.dialled).toEqual([]);
	});

	it("is lost with NO_SERVER by a class without reasons, with TLS_FAILED by one that throws", () => {
		class Mute implements TLSSocket {
			constructor(options: TLSOptions) {
				const socket: SimTLS = new SimTLS({
					...options,
					onError: () => options.onError?.call(this),
				});
				this.close = () => socket.close();
			}
			read(): undefined {}
			write(): void {}
			close: () => void;
		}
		const mute = createSecured({ io: Mute });
		mute.link.open(1, "wifi");
		mute.bench.time.advance(50);
		show(mute.bench, { name: "other.test" });
		expect(mute.bench.events().slice(-1)).toEqual(["1 lost NO_SERVER"]);
		const broken = createSecured({
			io: class extends SimTLS {
				constructor(options: TLSOptions) {
					super(options);
					throw new Error("no memory");
				}
			},
		});
		broken.link.open(1, "wifi");
		broken.bench.time.advance(50);
		expect(broken.bench.events().slice(-1)).toEqual(["1 lost TLS_FAILED"]);
		expect(broken.bench.socket.closed).toBe(true);
	});

	it("verifies the server inside a proxy's tunnel", () => {
		const { bench, link } = createSecured();
		bench.proxy = { address: "proxy.test", port: 3128 };
		link.open(1, "wifi");
		bench.time.advance(50);
		expect(bench.dialled).toEqual(["192.0.2.1:3128"]);
		bench.socket.sent.length = 0;
		bench.socket.say(...bytesOf("HTTP/1.1 200 OK\r\n\r\n"));
		bench.time.advance(50);
		show(bench);
		bench.time.advance(100);
		expect(bench.wire).toEqual(["0 CONNECT dev"]);
		expect(bench.events()).toEqual(["1 timing", "1 resolved", "1 answered"]);
	});

	it("opens a trial as far as TLS, and moves to it without a second handshake", () => {
		const { bench, link } = openVerified();
		bench.wire.length = 0;
		bench.parses = false;
		link.try(2, "ethernet");
		bench.time.advance(50);
		expect(bench.events()).toEqual(["2 timing", "2 resolved"]);
		show(bench);
		bench.time.advance(50);
		expect(bench.events()).toEqual(["2 opened"]);
		expect(bench.wire).toEqual([]);
		link.move(2);
		bench.time.advance(100);
		expect(bench.wire).toEqual(["0 DISCONNECT", "0 closed", "1 CONNECT dev"]);
		expect(bench.events()).toEqual(["2 answered"]);
	});

	it("loses a trial to a wrong certificate and keeps the session", () => {
		const { bench, link } = openVerified();
		bench.parses = false;
		link.try(2, "ethernet");
		bench.time.advance(50);
		show(bench, { issuer: "portal" });
		bench.time.advance(50);
		expect(bench.events()).toEqual(["2 timing", "2 resolved", "2 lost TLS_ISSUER"]);
		const [session] = bench.sockets as [BenchTCP];
		expect(session.closed).toBe(false);
		link.ask(1);
		bench.time.advance(100);
		expect(bench.events()).toEqual(["1 answered"]);
	});

	it("gives up in silence in the middle of name, time and handshake", () => {
		for (const at of [5, 15, 25, 35]) {
			const { bench, link } = createSecured();
			link.open(1, "wifi");
			bench.time.advance(at);
			bench.events();
			link.close();
			bench.time.advance(1000);
			expect(bench.events(), `${at} ms`).toEqual([]);
			for (const socket of bench.sockets) expect(socket.closed, `${at} ms`).toBe(true);
		}
	});
});
