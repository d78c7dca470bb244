/**
 * The command line of the live board, parsed once: what is asked, or an error that names the
 * argument.
 */

import type { Identifier } from "../../../modules/uplink/core/types.js";
import { identifierOf } from "./wire-mode.js";

export const USAGE = `Usage: npm start -- [--demo] [--break WIRE] [--speed N] [--help]

Runs a simulated board in real time, each of its interfaces over a wire of its own to an embedded
MQTT broker, all on loopback. In a terminal, keys change the world and the screen shows what the
board decides. Without a terminal, or with --demo, it plays a demonstration of less than a minute
and exits 0, or 1 on the first thing missing.

  --demo         play the demonstration
  --break WIRE   a test aid: the wire (ethernet, wifi or cell) swallows everything, so that the
                 demonstration must fail
  --speed N      the board's time runs N times as fast as ours, 1 to 10
  --help         this text
`;

export interface Asked {
	demo: boolean;
	help: boolean;
	broken: Identifier | undefined;
	speed: number;
}

/** Faster, the wires' own latency would no longer be small beside the policy's shortest times. */
const SPEED_MAX = 10;

const WIRES: readonly string[] = ["ethernet", "wifi", "cell"];

/** Throws a RangeError that names the argument. */
export function parseArguments(values: readonly string[]): Asked {
	const asked: Asked = { demo: false, help: false, broken: undefined, speed: 1 };
	for (let index = 0; index < values.length; index++) {
		const value = values[index] as string;
		if (value === "--demo") asked.demo = true;
		else if (value === "--help" || value === "-h") asked.help = true;
		else if (value === "--break") asked.broken = wire(values[++index]);
		else if (value.startsWith("--break=")) asked.broken = wire(value.slice("--break=".length));
		else if (value === "--speed") asked.speed = speed(values[++index]);
		else if (value.startsWith("--speed=")) asked.speed = speed(value.slice("--speed=".length));
		else throw new RangeError(`${value}: unknown argument`);
	}
	return asked;
}

function wire(value: string | undefined): Identifier {
	if (value === undefined) throw new RangeError("--break: expected a wire after it");
	const identifier = identifierOf(value);
	if (!WIRES.includes(identifier))
		throw new RangeError(`--break ${value}: expected ethernet, wifi or cell`);
	return identifier;
}

function speed(value: string | undefined): number {
	if (value === undefined) throw new RangeError("--speed: expected a number after it");
	const number = Number(value);
	if (value === "" || !(number >= 1 && number <= SPEED_MAX))
		throw new RangeError(`--speed ${value}: expected 1 to ${SPEED_MAX}`);
	return number;
}
