/**
 * The UART object on the built host, over a pseudo-terminal that the test is the modem of.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { expect } from "../../expect.js";
import { commandOf, TestDevice } from "../support/device.js";
import { compileProgram } from "../support/programs.js";

/** The modem's end. */
class Modem {
	port = "";
	heard = "";
	#child: ChildProcess;
	#changed: () => void = () => undefined;

	constructor(program: string) {
		this.#child = spawn(program, [], { stdio: "pipe" });
		this.#child.stdout?.setEncoding("latin1").on("data", (text: string) => {
			this.heard += text;
			this.#changed();
		});
	}

	async open(): Promise<void> {
		await this.hears(/^.*\n/);
		const end = this.heard.indexOf("\n");
		this.port = this.heard.slice(0, end);
		this.heard = this.heard.slice(end + 1);
	}

	say(text: string): void {
		this.#child.stdin?.write(text, "latin1");
	}

	async hears(pattern: RegExp): Promise<void> {
		while (!pattern.test(this.heard))
			await new Promise<void>((resolve) => {
				this.#changed = resolve;
			});
	}

	/** Reads no more, or again. */
	pause(): void {
		this.#child.kill("SIGSTOP");
	}

	resume(): void {
		this.#child.kill("SIGCONT");
	}

	/** Unplugged. */
	close(): void {
		this.#child.kill("SIGKILL");
	}
}

describe("the UART object on the built host", () => {
	let program: string;
	let modem: Modem;
	let device: TestDevice;

	before(function () {
		this.timeout(60_000);
		program = compileProgram("pty", ["test/lwip/pty.c"]);
	});

	beforeEach(async () => {
		modem = new Modem(program);
		await modem.open();
		device = new TestDevice(commandOf("lwip/program"));
		await device.until(/^ready$/);
	});

	afterEach(async () => {
		const how = await device.quit();
		modem.close();
		expect(how).toBe("exit 0");
	});

	it("sends a line and its carriage return, and gives line after line", async () => {
		expect(await device.did(`uart U ${modem.port} 115200`)).toContain("did");
		await device.did("write U AT+CSQ");
		await modem.hears(/^AT\+CSQ\r$/);
		modem.say("AT+CSQ\r\r\n+CSQ: 17,99\r\n\r\nOK\r\n\r\n> ");
		await device.until(/^U line "> "$/);
		expect(device.lines.filter((line) => line.startsWith("U "))).toEqual([
			'U line "AT+CSQ"',
			'U line "+CSQ: 17,99"',
			'U line "OK"',
			'U line "> "',
		]);
	});

	it("loses nothing of a modem that says more than it reads at a time", async () => {
		await device.did(`uart U ${modem.port} 115200`);
		const lines = Array.from({ length: 400 }, (_, index) => `+LINE: ${index},${"x".repeat(index)}`);
		modem.say(lines.map((line) => `\r\n${line}\r\n`).join(""));
		await device.until(/^U line "\+LINE: 399,/);
		expect(device.lines.filter((line) => line.startsWith("U line")).length).toBe(400);
		expect(device.lines).toContain(`U line "+LINE: 250,${"x".repeat(250)}"`);
	});

	it("says once that its port has failed, and then refuses", async () => {
		await device.did(`uart U ${modem.port} 115200`);
		modem.close();
		await device.until(/^U the serial port has failed$/);
		expect(await device.did("write U AT")).toContain("uart: the port has failed");
		expect(device.lines.filter((line) => line.startsWith("U the serial")).length).toBe(1);
	});

	it("is silent once closed, and its port can be opened again", async () => {
		await device.did(`uart U ${modem.port} 115200`, "close U", "close U");
		modem.say("\r\nRDY\r\n");
		expect(await device.did("write U AT")).toContain("uart: the port is closed");
		await device.did(`uart V ${modem.port} 9600`, "drop V", "collect", "collect");
		modem.say("\r\nRDY\r\n");
		await device.until(/^V line "RDY"$/);
		expect(device.lines.some((line) => line.startsWith("U line"))).toBe(false);
	});

	it("may be closed by the line it gives", async () => {
		await device.did(`uart U ${modem.port} 115200 once`);
		modem.say("\r\nONE\r\nTWO\r\nTHREE\r\n");
		await device.until(/^U line/);
		expect(await device.did("write U AT")).toContain("uart: the port is closed");
		await device.did("collect", "collect");
		expect(device.lines.filter((line) => line.startsWith("U line"))).toEqual(['U line "ONE"']);
	});

	it("takes the modes and speeds that there are", async () => {
		await device.did(`uart U ${modem.port} 115200`);
		expect(await device.did("baud U 921600")).toContain("did");
		expect(device.lines).toContain("U baud 921600");
		expect(await device.did("baud U 12345")).toContain("12345 is not a speed of this port");
		expect(await device.did("mode U lines")).toContain("did");
		expect(await device.did("mode U ppp")).toContain('mode: expected "lines", got ppp');
	});

	it("refuses what would be more than one line, and ports that are none", async () => {
		await device.did(`uart U ${modem.port} 115200`);
		expect(await device.did(`write U ${"x".repeat(513)}`)).toContain("513 characters, at most 512");
		expect(await device.did("write U AT\rATD112;")).toContain("only printable ASCII");
		expect(await device.did("uart V /dev/null 9600")).toContain("/dev/null is not a serial port");
		expect(await device.did("uart V /nowhere 9600")).toContain("/nowhere: No such file");
		expect(modem.heard).toBe("");
	});

	it("refuses to send when the port takes no more, and sends the rest later", async () => {
		await device.did(`uart U ${modem.port} 115200`);
		modem.pause();
		let sent = 0;
		while ((await device.did(`write U ${"x".repeat(511)}`)).startsWith("did")) sent++;
		expect(device.lines.at(-1)).toBe(
			"Error: xs_uart_write: uart: write: the port takes no more now",
		);
		modem.resume();
		await modem.hears(new RegExp(`^(x{511}\r){${sent}}$`));
	});
});
