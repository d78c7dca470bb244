/**
 * What the tests of the drivers share: a driver over a chip on the bench, whose reports are logged
 * with their time, and a class of interface that throws wherever it can.
 */

import type { Driver, DriverOptions } from "../../modules/interfaces/driver.js";
import type { Fitting, NetworkInterface } from "../../modules/uplink/provider.js";
import type { Bench } from "../hosts/sim/hardware/bench.js";

/** Reports go to the bench's log: `1100 500`, `2020 200 NO_LINK`, `100 evidence`. */
export function reportingTo(bench: Bench): DriverOptions {
	const say = (words: string) => bench.log.push(`${bench.time.now} ${words}`);
	return {
		onChanged: (connection, reason) =>
			say(reason === undefined ? `${connection}` : `${connection} ${reason}`),
		onEvidence: () => say("evidence"),
	};
}

function refuse(): never {
	throw new Error("broken");
}

/** Throws in every method and getter; `built: false` in its constructor as well. */
export function broken(built: boolean): Fitting {
	return {
		io: class implements NetworkInterface {
			constructor(_options: object) {
				if (!built) refuse();
			}
			connect(): void {
				refuse();
			}
			disconnect(): void {
				refuse();
			}
			close(): void {
				refuse();
			}
			configure(): void {
				refuse();
			}
			get connection(): number {
				return refuse();
			}
			get address(): string {
				return refuse();
			}
			get reason(): string {
				return refuse();
			}
			get RSSI(): number {
				return refuse();
			}
		},
	};
}

/** Calls everything a driver has, twice over, as nothing of it may throw. */
export function exercise(driver: Driver): void {
	const wifi = { SSID: "depot", password: "x" };
	const address = { address: "10.0.0.2", mask: "255.0.0.0", gateway: "10.0.0.1" };
	for (const settings of [{ wifi }, {}, { wifi, static: address }, { wifi }]) {
		driver.start(settings);
		driver.information();
		driver.recover(0);
		driver.start(settings);
		driver.stop();
		driver.stop();
	}
	driver.close();
	driver.close();
	driver.start({ wifi });
	driver.recover(1);
	driver.stop();
}
