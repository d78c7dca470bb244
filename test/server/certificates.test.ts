/** The `tls` of a link, parsed at the edge: what is taken, and what each mistake is called. */

import { parseCertificates } from "../../modules/server/certificates.js";
import { base64 } from "../../modules/server/proxy.js";
import { parseSecurity } from "../../modules/server/security.js";
import { expect } from "../expect.js";
import { createSession, type Options } from "./support/mqtt.js";

/** As far as the edge looks into one: a SEQUENCE of so many bytes. */
function der(length: number): Uint8Array {
	const head = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 255];
	const bytes = new Uint8Array(head.length + length).fill(7);
	bytes.set(head);
	return bytes;
}

function pem(bytes: Uint8Array): string {
	const lines = base64(bytes).replace(/.{64}/g, "$&\n");
	return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const lengths = (found: ArrayBuffer[]) => found.map((one) => one.byteLength);

describe("certificates of a server link", () => {
	it("are taken as PEM with any number of them, as DER, and as a list of either", () => {
		const [small, large] = [der(100), der(900)];
		expect(lengths(parseCertificates("ca", pem(small)))).toEqual([102]);
		expect(lengths(parseCertificates("ca", `text\n${pem(small)}more\n${pem(large)}`))).toEqual([
			102, 904,
		]);
		expect(lengths(parseCertificates("ca", small))).toEqual([102]);
		expect(lengths(parseCertificates("ca", [pem(large), small.buffer]))).toEqual([904, 102]);
		for (const count of [125, 126, 127, 300, 301, 302]) {
			const [decoded] = parseCertificates("ca", pem(der(count)));
			expect([...new Uint8Array(decoded as ArrayBuffer)], `${count}`).toEqual([...der(count)]);
		}
	});

	it("are copies: the owner's buffer may change afterwards", () => {
		const given = der(50);
		const [taken] = parseCertificates("ca", given);
		given.fill(0);
		expect([...new Uint8Array(taken as ArrayBuffer)]).toEqual([...der(50)]);
	});

	it("are refused with the place and what was expected", () => {
		const refused = (value: unknown): string => {
			try {
				parseCertificates("tls.ca", value);
			} catch (error) {
				return (error as Error).message;
			}
			return "taken";
		};
		expect(refused(7)).toBe("tls.ca: expected PEM text or DER bytes");
		expect(refused("none")).toBe("tls.ca: expected certificates as PEM");
		expect(refused([])).toBe("tls.ca: expected at least one certificate");
		expect(refused([pem(der(9)), null])).toBe("tls.ca[1]: expected PEM text or DER bytes");
		const whole = "expected a certificate, whole and nothing after it";
		expect(refused(der(300).slice(0, 299))).toBe(`tls.ca: ${whole}`);
		expect(refused(new Uint8Array([...der(9), 0]))).toBe(`tls.ca: ${whole}`);
		expect(refused(new Uint8Array(0))).toBe(`tls.ca: ${whole}`);
		expect(refused(der(9000))).toBe("tls.ca: longer than 8192 bytes");
		expect(refused(new Array(9).fill(der(9)))).toBe("tls.ca: expected at most 8 certificates");
	});
});

describe("the tls of a server link", () => {
	const TLS = { io: class {} } as never;

	it("verifies the server's host unless another name is given", () => {
		expect(parseSecurity(undefined, "broker.test", { TLS })).toBe(undefined);
		expect(parseSecurity({}, "broker.test", { TLS })).toEqual({
			serverName: "broker.test",
			certificate: undefined,
		});
		const named = parseSecurity({ serverName: "other.test", ca: der(9) }, "broker.test", { TLS });
		expect(named?.serverName).toBe("other.test");
		expect(named?.certificate instanceof ArrayBuffer, "one is alone").toBe(true);
		const two = parseSecurity({ ca: [der(9), der(10)] }, "broker.test", { TLS });
		expect(Array.isArray(two?.certificate)).toBe(true);
	});

	it("is refused at construction where it makes no sense, or the host has no TLS", () => {
		const refused = (tls: unknown): string => {
			try {
				createSession({ tls } as Options);
			} catch (error) {
				return (error as Error).message;
			}
			return "taken";
		};
		expect(refused({})).toBe("tls: this host's provider has no TLS");
		expect(refused("yes")).toBe("tls: expected an object");
		expect(refused({ verify: false })).toBe("tls.verify: unknown key, expected ca or serverName");
		expect(refused({ ca: 7 })).toBe("tls: this host's provider has no TLS");
		const parsed = (tls: unknown) => () => parseSecurity(tls, "broker.test", { TLS });
		expect(parsed({ serverName: "a b" })).toThrow(
			RangeError,
			"tls.serverName: expected printable ASCII",
		);
		expect(parsed({ serverName: "" })).toThrow(
			TypeError,
			"tls.serverName: expected a non-empty string",
		);
		expect(parsed({ ca: 7 })).toThrow(TypeError, "tls.ca: expected PEM text or DER bytes");
	});
});
