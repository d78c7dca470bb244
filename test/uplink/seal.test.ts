/** The seal and the UTF-8 under it. */

import { SECRET_LENGTH_MAX, Seal } from "../../modules/uplink/seal.js";
import { decodeUTF8, encodeUTF8 } from "../../modules/uplink/utf8.js";
import { expect } from "../expect.js";

/** A small generator, for nonces that differ. */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state;
	};
}

const key = (value: number) => new Uint8Array(32).fill(value);

function holds(blob: Uint8Array, part: Uint8Array): boolean {
	for (let at = 0; at + part.length <= blob.length; at++)
		if (part.every((byte, index) => blob[at + index] === byte)) return true;
	return false;
}

describe("a seal", () => {
	it("opens what it sealed, whatever the alphabet", () => {
		const seal = new Seal(key(1), generator(1));
		for (const text of ["", "a", "hunter2", "Пароль 密码 🔑", "x".repeat(SECRET_LENGTH_MAX)])
			expect(seal.open(seal.seal(text))).toBe(text);
	});

	it("never shows the secret in the blob", () => {
		const seal = new Seal(key(2), generator(2));
		const secret = "correct horse battery staple";
		const blob = seal.seal(secret);
		expect(holds(blob, encodeUTF8(secret))).toBe(false);
		expect(holds(blob, encodeUTF8(secret.slice(0, 4)))).toBe(false);
	});

	it("makes every Wi-Fi key the same length, and no two blobs alike", () => {
		const seal = new Seal(key(3), generator(3));
		const lengths = ["", "a", "x".repeat(63), "f".repeat(64)].map((text) => seal.seal(text).length);
		expect(lengths).toEqual([112, 112, 112, 112]);
		expect(holds(seal.seal("same"), seal.seal("same"))).toBe(false);
	});

	it("is opened after a restart by the same key, and by no other", () => {
		const blob = new Seal(key(4), generator(4)).seal("secret");
		expect(new Seal(key(4), generator(9)).open(blob)).toBe("secret");
		expect(() => new Seal(key(5), generator(4)).open(blob, "nic.wificonfig.key")).toThrow(
			Error,
			"nic.wificonfig.key: not sealed by this device",
		);
	});

	it("refuses a blob that was cut, changed or made up, by its place alone", () => {
		const seal = new Seal(key(6), generator(6));
		const blob = seal.seal("secret");
		const refused = (bad: Uint8Array) =>
			expect(() => seal.open(bad, "settings.wifi.password")).toThrow(
				Error,
				"settings.wifi.password: not sealed by this device",
			);
		for (let at = 0; at < blob.length; at += 7) {
			const changed = blob.slice();
			changed[at] = (changed[at] as number) ^ 1;
			refused(changed);
			refused(blob.slice(0, at));
		}
		refused(new Uint8Array(112));
		refused(new Uint8Array(100_000));
	});

	it("does not change with the key given to it, and takes no other length", () => {
		const bytes = key(7);
		const seal = new Seal(bytes, generator(7));
		const blob = seal.seal("secret");
		bytes.fill(0);
		expect(seal.open(blob)).toBe("secret");
		expect(() => new Seal(new Uint8Array(16), generator(1))).toThrow(
			RangeError,
			"key: expected 32",
		);
		expect(() => seal.seal("x".repeat(SECRET_LENGTH_MAX + 1))).toThrow(RangeError, "at most 256");
	});
});

describe("UTF-8", () => {
	it("goes both ways at every border of its lengths", () => {
		for (const code of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]) {
			const text = `<${String.fromCodePoint(code)}>`;
			expect(decodeUTF8(encodeUTF8(text)), code.toString(16)).toBe(text);
		}
		expect([...encodeUTF8("é€😀")]).toEqual([0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]);
	});

	it("replaces a lone surrogate when encoding", () => {
		expect(decodeUTF8(encodeUTF8("a\ud800b"))).toBe("a\ufffdb");
	});

	it("refuses what is overlong, cut short, a surrogate or out of range", () => {
		const bad = [
			[0x80],
			[0xc0, 0x80],
			[0xc1, 0xbf],
			[0xc3],
			[0xe0, 0x80, 0x80],
			[0xed, 0xa0, 0x80],
		];
		bad.push(
			[0xe2, 0x82],
			[0xf0, 0x80, 0x80, 0x80],
			[0xf4, 0x90, 0x80, 0x80],
			[0xf5],
			[0xff],
			[0xc3, 0x41],
		);
		for (const bytes of bad)
			expect(decodeUTF8(new Uint8Array(bytes)), String(bytes)).toBe(undefined);
	});
});
