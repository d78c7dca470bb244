/**
 * `npm run lab`: a laboratory on this machine, for whoever wants to see the firmware meet a real
 * network's faults.
 *
 *   exit 0  done
 *        1  it failed
 *        2  the command line was wrong
 *        3  the machine lacks something; the one line says what to do
 */

import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { type Asked, parseArguments, USAGE, UsageError } from "./arguments.js";
import { configure, firmwareFile } from "./device.js";
import { FAULTS, type Fault } from "./faults.js";
import { Laboratory } from "./laboratory.js";
import { missing, widenPath } from "./requirements.js";
import { RunDirectory } from "./run-directory.js";
import { BROKER, SPACES, type Space, TLS_PORTS, WIFI } from "./world.js";

const FAILED = 1;
const WRONG = 2;
const LACKS = 3;

function found(name: string): Laboratory {
	const laboratory = Laboratory.find(name);
	if (!laboratory) throw new Error(`laboratory ${name} is not up: npm run lab -- up`);
	return laboratory;
}

function menu(): string {
	return Object.entries(FAULTS)
		.map(([name, fault]: [string, Fault]) => {
			const what = fault.what.replace("{value}", fault.standard ?? "");
			const over = fault.clear.length > 0 ? "" : " (over when begun)";
			return `${name.padEnd(18)} ${fault.befalls.padEnd(9)} ${what}${over}`;
		})
		.join("\n");
}

function told(laboratory: Laboratory): string {
	const { site, directory, troubles } = laboratory;
	const running = site.processes.all.map(({ name, record }) => `  ${name} ${record.pid}`);
	const faults = troubles.map(({ kind, gateway = "", value = "" }) =>
		`  ${gateway} ${kind} ${value}`.trimEnd(),
	);
	return [
		`directory ${directory}`,
		`broker    ${BROKER.name} ${BROKER.address}:${BROKER.port}, over TLS ${TLS_PORTS.good}`,
		`Wi-Fi     ${WIFI.SSID} ${WIFI.password}`,
		"processes",
		...running,
		faults.length > 0 ? "faults" : "faults    none",
		...faults,
	].join("\n");
}

/** Runs a command with our terminal; answers its exit status. */
function interactive(command: readonly string[]): Promise<number> {
	const [file = "", ...values] = command;
	return new Promise((resolve, reject) => {
		const child = spawn(file, values, { stdio: "inherit" });
		// Ctrl-C is the child's to answer.
		process.on("SIGINT", () => undefined);
		child.on("error", reject);
		child.on("close", (code) => resolve(code ?? FAILED));
	});
}

function runFirmware(laboratory: Laboratory, variant: string): Promise<number> {
	const program = firmwareFile(variant);
	if (!existsSync(program))
		throw new Error(`${program} is not there: npm run build:linux -- --variant ${variant}`);
	const file = configure(laboratory, { stored: true });
	rmSync(laboratory.control, { force: true });
	return interactive(laboratory.site.namespaces.attached("device", [program, file]));
}

function execute(laboratory: Laboratory, [space = "", ...command]: readonly string[]) {
	if (!SPACES.includes(space as Space) || command.length === 0)
		throw new UsageError(`exec: expected one of ${SPACES.join(", ")}, and a command`);
	return interactive(laboratory.site.namespaces.inside(space as Space, command));
}

async function perform(asked: Asked): Promise<number> {
	const { name } = asked;
	switch (asked.verb) {
		case "help":
			console.log(USAGE);
			return 0;
		case "faults":
			console.log(menu());
			return 0;
		case "up":
			console.log(told(await Laboratory.up(name)));
			return 0;
		case "state":
			console.log(told(found(name)));
			return 0;
		case "down":
			await Laboratory.down(new RunDirectory(name));
			return 0;
		case "clear":
			await found(name).clearAll();
			return 0;
		case "fault":
			await found(name)[asked.clear ? "clear" : "begin"](asked.trouble);
			return 0;
		case "exec":
			return execute(found(name), asked.command);
		case "run": {
			const standing = Laboratory.find(name);
			const laboratory = standing ?? (await Laboratory.up(name, { owned: true }));
			const status = await runFirmware(laboratory, asked.variant);
			if (!standing) await laboratory.down();
			return status;
		}
	}
}

async function main(values: readonly string[]): Promise<number> {
	widenPath();
	try {
		const asked = parseArguments(values);
		const lack = asked.verb === "help" || asked.verb === "faults" ? undefined : missing();
		if (lack === undefined) return await perform(asked);
		console.error(lack);
		return LACKS;
	} catch (error) {
		console.error((error as Error).message);
		return error instanceof UsageError ? WRONG : FAILED;
	}
}

process.exitCode = await main(process.argv.slice(2));
