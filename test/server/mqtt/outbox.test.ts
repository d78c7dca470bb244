/** The outbox alone: bounds, order, expiry, identifiers, and what flash keeps of it. */

import { parsePublication } from "../../../modules/server/arguments.js";
import { PacketIdentifiers } from "../../../modules/server/mqtt/identifiers.js";
import { type Keeper, keeperIn } from "../../../modules/server/mqtt/kept.js";
import { KEEP_INTERVAL, Outbox, type OutboxOptions } from "../../../modules/server/mqtt/outbox.js";
import type { PublishOptions } from "../../../modules/server/server.js";
import type { KeyValue } from "../../../modules/uplink/provider.js";
import { expect } from "../../expect.js";

function createOutbox(options: OutboxOptions = {}, keeper?: Keeper, now = 0): Outbox {
	return new Outbox(options, new PacketIdentifiers(), keeper, now);
}

function give(outbox: Outbox, data: string, now = 0, options: PublishOptions = { QoS: 1 }): number {
	return outbox.accept(parsePublication("t", data, options, outbox.bytesMax), now);
}

/** Sends whatever the window lets go: `data`, with `!` after a duplicate. */
function send(outbox: Outbox, now = 0): string[] {
	const sent: string[] = [];
	for (let entry = outbox.next(now); entry; entry = outbox.next(now)) {
		sent.push(String.fromCharCode(...entry.data) + (entry.duplicate ? "!" : ""));
		outbox.sent(entry);
	}
	return sent;
}

/** A keeper in memory that counts its saves. */
function createKeeper(): Keeper & { record: ArrayBuffer | undefined; saves: number } {
	return {
		record: undefined,
		saves: 0,
		load() {
			return this.record;
		},
		save(record) {
			this.record = record;
			this.saves += 1;
		},
	};
}

describe("the outbox", () => {
	it("refuses the newest at its bound of messages and keeps every older one", () => {
		const outbox = createOutbox({ count: 3 });
		expect([give(outbox, "a"), give(outbox, "b"), give(outbox, "c")]).toEqual([1, 2, 3]);
		expect(give(outbox, "d")).toBe(0);
		expect(send(outbox)).toEqual(["a", "b", "c"]);
		expect(outbox.acknowledge(2)).toBe(2);
		expect(give(outbox, "e"), "the number after a refusal").toBe(4);
	});

	it("refuses the newest at its bound of bytes, topics counted", () => {
		const outbox = createOutbox({ bytes: 10 });
		expect(give(outbox, "1234")).toBe(1);
		expect(give(outbox, "12345")).toBe(0);
		expect(give(outbox, "1234")).toBe(2);
		expect(outbox.outstanding(0)).toBe(2);
	});

	it("has 64 messages in 16 KiB by default", () => {
		const outbox = createOutbox();
		for (let count = 1; count <= 64; count++) expect(give(outbox, "x")).toBe(count);
		expect(give(outbox, "x")).toBe(0);
		expect(outbox.bytesMax).toBe(16_384);
	});

	it("has at most a window in flight, and marks as duplicates only what was sent", () => {
		const outbox = createOutbox({ window: 2 });
		for (const data of ["a", "b", "c", "d"]) give(outbox, data);
		expect(send(outbox)).toEqual(["a", "b"]);
		expect(outbox.acknowledge(1)).toBe(1);
		expect(send(outbox)).toEqual(["c"]);
		outbox.requeue();
		expect(send(outbox)).toEqual(["b!", "c!"]);
		expect(outbox.acknowledge(4), "the answer to nothing in flight").toBe(undefined);
		expect([outbox.acknowledge(3), outbox.acknowledge(2)]).toEqual([3, 2]);
		expect(send(outbox)).toEqual(["d"]);
	});

	it("lets QoS 0 go with the wire, in its place in the order", () => {
		const outbox = createOutbox({ window: 1 });
		give(outbox, "a");
		give(outbox, "b", 0, { QoS: 0 });
		give(outbox, "c");
		expect(send(outbox)).toEqual(["a", "b"]);
		expect(outbox.outstanding(0)).toBe(2);
	});

	it("drops what has expired, but not while it is in flight", () => {
		const outbox = createOutbox({ count: 2 });
		give(outbox, "a", 0, { QoS: 1, expires: 100 });
		give(outbox, "b", 0, { QoS: 1, expires: 100 });
		const first = outbox.next(99);
		if (first) outbox.sent(first);
		expect([outbox.outstanding(99), outbox.outstanding(100)]).toEqual([2, 1]);
		expect(send(outbox, 100)).toEqual([]);
		expect(outbox.acknowledge(1), "in flight when it expired").toBe(1);
		give(outbox, "c", 200, { QoS: 1, expires: 100 });
		expect(send(outbox, 200)).toEqual(["c"]);
		outbox.requeue();
		expect(send(outbox, 300), "not sent again").toEqual([]);
		expect(give(outbox, "d", 300)).toBe(4);
	});

	it("makes room by what has expired", () => {
		const outbox = createOutbox({ count: 1 });
		give(outbox, "a", 0, { QoS: 1, expires: 100 });
		expect(give(outbox, "b", 99)).toBe(0);
		expect(give(outbox, "c", 100)).toBe(2);
	});

	it("wraps packet identifiers after 65535 past those in use, and numbers never", () => {
		const identifiers = new PacketIdentifiers();
		const outbox = new Outbox({}, identifiers, undefined, 0);
		give(outbox, "stays");
		for (let id = 2; id <= 65_534; id++) {
			if (identifiers.take() !== id) throw new Error(`identifier ${id} is not in turn`);
			identifiers.free(id);
		}
		give(outbox, "last");
		give(outbox, "first again, 1 being in use");
		const ids: number[] = [];
		for (let entry = outbox.next(0); entry; entry = outbox.next(0)) {
			ids.push(entry.id);
			outbox.sent(entry);
		}
		expect(ids).toEqual([1, 65_535, 2]);
		expect(ids.map((id) => outbox.acknowledge(id))).toEqual([1, 2, 3]);
	});
});

describe("the outbox in flash", () => {
	it("is saved at most every 15 minutes, and only when it changed", () => {
		const keeper = createKeeper();
		const outbox = createOutbox({}, keeper);
		give(outbox, "a");
		outbox.keep(KEEP_INTERVAL - 1);
		expect(keeper.saves).toBe(0);
		outbox.keep(KEEP_INTERVAL);
		outbox.keep(10 * KEEP_INTERVAL);
		expect(keeper.saves).toBe(1);
		give(outbox, "b");
		outbox.keep(10 * KEEP_INTERVAL);
		outbox.keep(10 * KEEP_INTERVAL + 1);
		expect(keeper.saves).toBe(2);
		give(outbox, "c");
		outbox.save(10 * KEEP_INTERVAL + 2);
		outbox.save(10 * KEEP_INTERVAL + 3);
		expect(keeper.saves, "on demand").toBe(3);
	});

	it("goes on after a restart: order, numbers, identifiers, time left; all may be duplicates", () => {
		const keeper = createKeeper();
		const before = createOutbox({}, keeper);
		give(before, "a", 0, { QoS: 1, retain: true });
		give(before, "b", 0, { QoS: 1, expires: 5_000 });
		give(before, "zero", 0, { QoS: 0 });
		give(before, "c");
		before.save(1_000);

		const after = createOutbox({}, keeper, 50);
		expect(after.next(50)?.retain).toBe(true);
		expect(after.outstanding(4_049), "4 s left, from the boot on").toBe(3);
		expect(after.outstanding(4_050)).toBe(2);
		expect(give(after, "d", 50)).toBe(5);
		expect(send(after, 50)).toEqual(["a!", "b!", "c!", "d"]);
		expect(after.acknowledge(3), "the identifier of c").toBe(4);
		expect(after.acknowledge(4), "the identifier of d").toBe(5);
	});

	it("keeps all it finds when its bounds were made smaller, and accepts none until they hold", () => {
		const keeper = createKeeper();
		const before = createOutbox({}, keeper);
		for (const data of ["a", "b", "c"]) give(before, data);
		before.save(0);
		const after = createOutbox({ count: 2 }, keeper);
		expect(give(after, "d")).toBe(0);
		expect(send(after)).toEqual(["a!", "b!", "c!"]);
	});

	it("is empty after damage at any byte, and never throws", () => {
		const keeper = createKeeper();
		const before = createOutbox({}, keeper);
		give(before, "abc");
		give(before, "def");
		before.save(0);
		const record = new Uint8Array(keeper.record as ArrayBuffer);
		for (let at = 0; at < record.length; at++) {
			const damaged = record.slice();
			damaged[at] = (damaged[at] as number) ^ 0x41;
			keeper.record = damaged.buffer;
			expect(createOutbox({}, keeper).outstanding(0), `damage at ${at}`).toBe(0);
			keeper.record = record.slice(0, at).buffer;
			expect(createOutbox({}, keeper).outstanding(0), `cut at ${at}`).toBe(0);
		}
	});

	it("leaves a newer firmware's record in place while it has nothing of its own", () => {
		const keeper = createKeeper();
		// Version 2, nothing known of the rest, and its CRC-32.
		keeper.record = new Uint8Array([2, 0, 0, 0, 1, 0, 0, 0x0b, 0x31, 0xa4, 0x60]).buffer;
		const outbox = createOutbox({}, keeper);
		outbox.save(KEEP_INTERVAL);
		expect(keeper.saves).toBe(0);
		give(outbox, "a");
		outbox.save(KEEP_INTERVAL);
		expect(keeper.saves).toBe(1);
	});

	it("lives in memory with a keeper that throws, and tries it again after the interval", () => {
		let tries = 0;
		const broken: Keeper = {
			load() {
				throw new Error("flash");
			},
			save() {
				tries += 1;
				throw new Error("flash");
			},
		};
		const outbox = createOutbox({}, broken);
		expect(give(outbox, "a")).toBe(1);
		for (let now = 0; now <= 2 * KEEP_INTERVAL; now += 60_000) outbox.keep(now);
		expect(tries).toBe(2);
		expect(send(outbox)).toEqual(["a"]);
	});

	it("lies in key-value storage under a domain of its own", () => {
		const cells = new Map<string, ArrayBuffer>();
		let open = 0;
		const storage: KeyValue = {
			open({ path }) {
				open += 1;
				return {
					read: (key) => cells.get(`${path}/${key}`),
					write: (key, value) => cells.set(`${path}/${key}`, value),
					delete: (key) => cells.delete(`${path}/${key}`),
					close: () => {
						open -= 1;
					},
				};
			},
		};
		const outbox = createOutbox({}, keeperIn(storage));
		give(outbox, "a");
		outbox.save(0);
		expect([...cells.keys()]).toEqual(["outbox/queue"]);
		expect(send(createOutbox({}, keeperIn(storage)))).toEqual(["a!"]);
		expect(open, "domains left open").toBe(0);
	});
});
