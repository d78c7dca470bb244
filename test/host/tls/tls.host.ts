/**
 * The TLS class on the built host against OpenSSL: what is verified, what is refused and why, and its
 * bounds. Certificates are made for the run, by an authority of ours and by a stranger.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "../../expect.js";
import { commandOf, TestDevice } from "../support/device.js";
import { OpenSSL, Wire } from "./server.js";

const NAME = "broker.example";
const DAY = 86_400_000;
const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
const KEYS: Readonly<Record<string, readonly string[]>> = Object.freeze({
	P256: EC,
	P384: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"],
	RSA: ["-newkey", "rsa:2048"],
});

class Authority {
	readonly folder = mkdtempSync(join(tmpdir(), "uplink-tls-"));

	constructor() {
		for (const name of ["ours", "stranger"])
			this.#openssl(
				"req",
				"-x509",
				...EC,
				"-noenc",
				"-keyout",
				`${name}.key`,
				"-out",
				`${name}.pem`,
				"-subj",
				`/CN=${name}`,
				"-days",
				"3",
			);
	}

	/** `s_server`'s arguments for a new certificate. */
	issue(
		label: string,
		{ names = `DNS:${NAME}`, key = "P256", by = "ours", extra = "" } = {},
	): string[] {
		const request = ["req", "-new", ...(KEYS[key] ?? []), "-noenc", "-keyout", `${label}.key`];
		this.#openssl(
			...request,
			"-out",
			`${label}.csr`,
			"-subj",
			`/CN=${NAME}`,
			"-addext",
			`subjectAltName=${names}`,
			...(extra ? ["-addext", extra] : []),
		);
		this.#openssl(
			"x509",
			"-req",
			"-in",
			`${label}.csr`,
			"-CA",
			`${by}.pem`,
			"-CAkey",
			`${by}.key`,
			"-days",
			"2",
			"-copy_extensions",
			"copy",
			"-out",
			`${label}.pem`,
		);
		return [
			"-cert",
			join(this.folder, `${label}.pem`),
			"-key",
			join(this.folder, `${label}.key`),
			"-rev",
		];
	}

	get hex(): string {
		this.#openssl("x509", "-in", "ours.pem", "-outform", "der", "-out", "ours.der");
		return readFileSync(join(this.folder, "ours.der")).toString("hex");
	}

	#openssl(...values: string[]): void {
		execFileSync("openssl", values, { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
	}
}

describe("the TLS class on the built host", function () {
	this.timeout(60_000);
	const authority = new Authority();
	let device: TestDevice;
	let server: OpenSSL | undefined;
	let wire: Wire | undefined;

	beforeEach(async () => {
		device = new TestDevice(commandOf("tls/program"));
		await device.until(/^ready$/);
		await device.did(`trust ${authority.hex}`);
	});

	afterEach(async () => {
		wire?.close();
		server?.stop();
		const how = await device.quit();
		if (how !== "exit 0") throw new Error(how);
	});

	after(() => rmSync(authority.folder, { recursive: true }));

	async function open(
		values: readonly string[],
		{ name = NAME, now = Date.now(), allows = 5000 } = {},
	): Promise<string> {
		server = await OpenSSL.start(values);
		await device.did(`open ${name} ${now}`);
		wire = new Wire(device, server.port, allows);
		return device.until(/^(writable|error) /);
	}

	/** The server answers each line with its reverse. */
	async function echoes(text: string): Promise<void> {
		await device.did(`line ${text}`);
		await device.until(new RegExp(`^read "${[...text].reverse().join("")}\\\\n"$`));
	}

	for (const key of ["P256", "P384", "RSA"])
		for (const [cipher, digest] of [
			["AES128-GCM", "-SHA256"],
			["AES256-GCM", "-SHA384"],
			["CHACHA20-POLY1305", ""],
		] as const)
			it(`talks both ways with ${key} and ${cipher}`, async () => {
				const suite = `ECDHE-${key === "RSA" ? "RSA" : "ECDSA"}-${cipher}${digest}`;
				const values = authority.issue(`${key}-${cipher}`, { key });
				expect(await open([...values, "-cipher", suite])).toBe("writable 4096");
				await echoes("hello");
				await echoes("world");
				await device.did("close");
				expect(device.lines.some((line) => line.startsWith("error"))).toBe(false);
			});

	for (const curve of ["X25519", "P-256", "P-384"])
		it(`agrees on a key over ${curve}`, async () => {
			await open([...authority.issue(`over-${curve}`), "-curves", curve]);
			await echoes("curve");
		});

	const REFUSED: Readonly<
		Record<string, { reason: string; issue?: object; name?: string; now?: number }>
	> = Object.freeze({
		"another's name": { reason: "TLS_NAME", issue: { names: "DNS:other.example" } },
		"a wildcard of another level": { reason: "TLS_NAME", issue: { names: "DNS:*.a.example" } },
		"another's address": {
			reason: "TLS_NAME",
			issue: { names: "IP:192.0.2.7" },
			name: "192.0.2.8",
		},
		"an address as a name": {
			reason: "TLS_NAME",
			issue: { names: "DNS:192.0.2.8" },
			name: "192.0.2.8",
		},
		"an unknown issuer": { reason: "TLS_ISSUER", issue: { by: "stranger" } },
		"an unknown issuer, and expired": {
			reason: "TLS_ISSUER",
			issue: { by: "stranger" },
			now: Date.now() + 9 * DAY,
		},
		"a certificate that is expired": { reason: "TLS_EXPIRED", now: Date.now() + 9 * DAY },
		"one that expires beyond 2038": { reason: "TLS_EXPIRED", now: 2_500_000_000_000 },
		"one that is not valid yet": { reason: "TLS_CLOCK", now: Date.now() - 9 * DAY },
		"a clock at 1970": { reason: "TLS_CLOCK", now: 1000 },
		"a certificate for other uses": {
			reason: "TLS_FAILED",
			issue: { extra: "extendedKeyUsage=clientAuth" },
		},
	});
	for (const [what, { reason, issue = {}, ...how }] of Object.entries(REFUSED))
		it(`refuses ${what}: ${reason}`, async () => {
			const label = what.replaceAll(/\W/g, "-");
			expect(await open(authority.issue(label, issue), how)).toBe(`error ${reason}`);
			expect(device.lines.filter((line) => line === "closed").length).toBe(1);
		});

	it("takes wildcards and addresses that are the server's", async () => {
		await open(authority.issue("wildcard", { names: "DNS:*.example" }));
		await echoes("wild");
		await device.did("close");
		wire?.close();
		server?.stop();
		const { mark } = device;
		server = await OpenSSL.start(authority.issue("address", { names: "IP:192.0.2.7" }));
		await device.did(`open 192.0.2.7 ${Date.now()}`);
		wire = new Wire(device, server.port);
		await device.until(/^writable 4096$/, mark);
	});

	it("refuses older versions, and ciphers without forward secrecy", async () => {
		const values = authority.issue("old", { key: "RSA" });
		expect(await open([...values, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])).toBe(
			"error TLS_FAILED",
		);
		wire?.close();
		server?.stop();
		const { mark } = device;
		server = await OpenSSL.start([...values, "-tls1_2", "-cipher", "AES128-GCM-SHA256"]);
		await device.did(`open ${NAME} ${Date.now()}`);
		wire = new Wire(device, server.port);
		expect(await device.until(/^(error|writable)/, mark)).toBe("error TLS_FAILED");
	});

	it("says nothing of TLS when TCP ends under it, and TLS_FAILED when it is no TLS", async () => {
		await device.did(`open ${NAME} ${Date.now()}`, "allow 5000", "end");
		expect(await device.until(/^error/)).toBe("error undefined");
		const { mark } = device;
		const http = Buffer.from("HTTP/1.1 400 Bad Request\r\n").toString("hex");
		await device.did(`open ${NAME} ${Date.now()}`, "allow 5000", `in ${http}`);
		expect(await device.until(/^error/, mark)).toBe("error TLS_FAILED");
	});

	it("does nothing without a time, without a name, or with what is no certificate", async () => {
		expect(await device.did(`open ${NAME} none`)).toContain("TypeError: secure.now");
		expect(await device.did(`open ${"a".repeat(300)} 1`)).toContain(
			"secure.serverName: expected a name",
		);
		expect(await device.did("trust 3000", `open ${NAME} 1`)).toContain("secure.certificate");
		await device.did("collect");
		const { mark } = device;
		await device.did("heap");
		expect(await device.until(/^heap /, mark)).toContain("heap 0 ");
	});

	it("writes 4 KiB at a time, small pieces as one record while TCP is full", async () => {
		await open(authority.issue("writing"), { allows: 200 });
		expect(device.lines.includes("writable 171"), "TCP's 200, less a record's head").toBe(true);
		for (const piece of ["a", "b", "c", "d"]) await device.did(`write ${piece} 40`);
		await device.did("line e 10");
		const all = "a".repeat(40) + "b".repeat(40) + "c".repeat(40) + "d".repeat(40) + "e".repeat(10);
		const echo = [...all].reverse().join("");
		await device.until(new RegExp(`^read ".*${echo.slice(-20)}\\\\n"$`));
		expect(await device.did("write f 4097")).toContain("more written than may be");
	});

	it("hands out what arrives in order, and takes no more while nobody reads", async () => {
		await open(authority.issue("reading"));
		await device.did("reading off");
		for (const text of ["one", "two", "three"]) await device.did(`line ${text}`);
		await device.until(/^readable 4$/);
		expect(device.lines.filter((line) => line.startsWith("readable")).length).toBe(1);
		const { mark } = device;
		await device.did("read 2");
		expect(await device.until(/^read /, mark)).toBe('read "en"');
		expect(await device.did("read 3")).toContain("RangeError");
		await device.did("reading on", "read 2");
		await device.until(/^read "eerht\\n"$/);
		const read = device.lines
			.filter((line) => line.startsWith("read "))
			.map((line) => line.slice(5));
		expect(read.map((text) => JSON.parse(text)).join("")).toBe("eno\nowt\neerht\n");
	});

	it("gives back all it took of the heap, and states what a connection takes", async () => {
		await open(authority.issue("heap"));
		await echoes("heap");
		await device.did("heap");
		const [, used = 0, peak = 0] = (await device.until(/^heap /)).split(" ").map(Number);
		console.log(`      TLS heap: ${used} bytes open, ${peak} at most in the handshake`);
		expect(used).toBeAtMost(34_000);
		expect(peak).toBeAtMost(44_000);
		await device.did("close");
		const { mark } = device;
		await device.did("heap");
		expect(await device.until(/^heap /, mark)).toContain("heap 0 ");
	});
});
