/**
 * TCP and UDP on the built host: the SDK's classes over lwIP, against sockets of another stack, and
 * what ESP-IDF's habits do to them.
 */

import { expect } from "../../expect.js";
import { Bench, ECHO_PORT } from "./bench.js";

const NEAR = `10.1.0.1 ${ECHO_PORT}`;

describe("sockets on the built host", () => {
	const bench = new Bench("sockets");

	it("throw while there is no default netif", async () => {
		const { device } = bench;
		expect(await device.did(`tcp T ${NEAR}`)).toBe("Error: xs_tcp_constructor: no network");
		expect(await device.did("udp U")).toBe("Error: xs_udp_constructor: no network");
	});

	it("carry bytes both ways, with the SDK's bounds on reading and writing", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		expect(await device.did(`early ${NEAR}`)).toBe("Error: xs_tcp_write: not ready");
		await device.did(`tcp T ${NEAR}`);
		await device.until(/^T writable 5760$/);
		await device.did("read T 1", "peer T");
		expect(device.lines.includes("T read undefined")).toBe(true);
		expect(device.lines.includes(`T peer ${NEAR}`)).toBe(true);
		expect(await device.did("write T 5761")).toBe("Error: xs_tcp_write: would block");
		await device.did("write T 100");
		await device.until(/^T left 5660$/);
		await device.until(/^T readable 100$/);
		expect(await device.did("read T 101")).toBe("Error: xs_tcp_read: invalid");
		await device.did("read T 40", "read T");
		expect(device.lines.slice(-3).includes("T read 60")).toBe(true);
		await device.did("close T", "collect");
		expect(await device.did("read T")).toBe("SyntaxError: xs_tcp_read: C: xsGetHostData: invalid");
	});

	it("hold the sender back while nothing is read: no more arrives than the window", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did(`tcp T ${NEAR}`);
		await device.until(/^T writable 5760$/);
		for (const _ of [1, 2]) {
			const { mark } = device;
			await device.did("write T 5760");
			await device.until(/^T writable 5760$/, mark);
		}
		await device.until(/^T readable 5760$/);
		const { mark } = device;
		await device.did("read T");
		await device.until(/^T read 5760$/, mark);
		await device.until(/^T readable 5760$/, mark);
		const counts = device.lines.map((line) => Number(/^T readable (\d+)$/.exec(line)?.[1] ?? 0));
		expect(Math.max(...counts)).toBe(5760);
	});

	it("say once that they were refused", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did("tcp T 10.1.0.1 9");
		await device.until(/^T error$/);
		await device.did("close T", "collect");
		expect(device.lines.filter((line) => line.startsWith("T "))).toEqual(["T error"]);
	});

	it("carry datagrams, and say who sent them", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did("udp U", `send U ${NEAR}`);
		await device.until(new RegExp(`^U got 3 from ${NEAR}$`));
		await device.did("close U");
		expect(await device.did("send U 10.1.0.1 7")).toBe(
			"SyntaxError: xs_udp_write: C: xsGetHostData: invalid",
		);
	});

	it("keep 16 datagrams that nobody reads, and lose the rest", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did("udp U", `send U ${NEAR}`);
		await device.until(/^U got/);
		await device.did("lazy L", `flood L ${NEAR} 40`);
		await device.until(/^L unread 16$/);
		const { mark } = device;
		await device.did(`send U ${NEAR}`);
		await device.until(/^U got/, mark);
		const unread = device.lines.map((line) => Number(/^L unread (\d+)$/.exec(line)?.[1] ?? 0));
		expect(Math.max(...unread)).toBe(16);
	});

	it("are aborted when their interface's address goes", async () => {
		const { device } = bench;
		await bench.addressed("eth");
		await device.did(`tcp T ${NEAR}`);
		await device.until(/^T writable/);
		await bench.laboratory.begin({ kind: "carrier", gateway: 1 });
		await device.until(/^T error$/);
		expect((await bench.state()).tcp).toEqual([]);
	});

	it("leave by the interface whose address they have, though both are on one subnet", async () => {
		const { device } = bench;
		await bench.laboratory.begin({ kind: "same-subnet", gateway: 2 });
		const first = await bench.addressed("eth");
		await device.did(`tcp T ${NEAR}`);
		await device.until(/^T writable/);
		await device.did("interface wl wl0 wlan0");
		await bench.control("wl0 ap depot secret-word");
		await device.did("connect wl depot secret-word");
		await device.until(/^wl connection 500 10\.1\.0\./);
		const { tcp, default: holder } = await bench.state();
		expect([tcp[0]?.local, holder]).toEqual([first, "wl0"]);
		const { mark } = device;
		await device.did("write T 10");
		await device.until(/^T readable 10$/, mark);
		await bench.control("idf source-route off");
		await device.did("write T 10");
		await device.until(/^T left/, mark);
	});
});
