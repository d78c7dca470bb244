/**
 * A device with nothing but its interfaces and sockets, for tests of those on the built host: it does
 * what its console says, a line a call, and says on its debug line what comes of it.
 *
 *   interface eth eth0 eth0 ──▶ eth connection 400 undefined
 *   tcp T 10.1.0.1 7 ──▶ T writable 5760 │ T error
 */

import Control from "../../../hosts/linux/control/control.js";
import Ethernet from "../../../hosts/linux/interface/ethernet.js";
import WiFi from "../../../hosts/linux/interface/wifi.js";
import Host from "../../../hosts/linux/io/host.js";
import TCP from "../../../hosts/linux/socket/tcp.js";
import UDP from "../../../hosts/linux/socket/udp.js";
import { listen, say } from "../support/console.js";

/** What was made, by the name that the test gave it. */
const made = new Map<string, Ethernet | WiFi | TCP | UDP | Control>();
const view = (name: string) => made.get(name) as WiFi;
const socket = (name: string) => made.get(name) as TCP;

function tell(name: string, what = "is"): void {
	say(`${name} ${what} ${view(name).connection} ${view(name).address}`);
}

listen({
	control: (path = "") => made.set("control", new Control(path)),
	interface: (name = "", id = "", device = "") => {
		const options = { interface: id, device, onChanged: (what: string) => tell(name, what) };
		made.set(name, id.startsWith("wl") ? new WiFi(options) : new Ethernet(options));
		tell(name);
	},
	air: (name = "", channel = "") => {
		const point = { SSID: "depot", password: "secret-word", RSSI: -40, BSSID: "02:00:00:00:00:09" };
		const accessPoints = [{ ...point, channel: Number(channel) }];
		const onChanged = (what: string) => tell(name, what);
		made.set(name, new WiFi({ interface: "wl0", device: "wlan0", accessPoints, onChanged }));
	},
	tell: (name = "") => tell(name),
	MAC: (name = "") => say(`${name} MAC ${view(name).MAC}`),
	joined: (name = "") => {
		const { SSID, BSSID, RSSI, channel } = view(name);
		say(`${name} joined ${SSID} ${BSSID} ${RSSI} ${channel}`);
	},
	connect: (name = "", SSID = "", password = "") => view(name).connect({ SSID, password }),
	disconnect: (name = "") => view(name).disconnect(),
	static: (name = "", address = "", mask = "", gateway = "") =>
		view(name).configure(address ? { static: { address, mask, gateway } } : { static: false }),
	scan: (name = "") =>
		view(name).scan({
			onFound: (found: object) => say(`${name} found ${JSON.stringify(found)}`),
			onComplete: () => say(`${name} complete`),
		}),
	/** A program that scans again from within, and wrongly. */
	rescan: (name = "") =>
		view(name).scan({
			onFound: ({ SSID }: { SSID: string }) => {
				say(`${name} found ${SSID}`);
				view(name).scan({} as Parameters<WiFi["scan"]>[0]);
			},
			onComplete: () => say(`${name} complete`),
		}),
	tcp: (name = "", address = "", port = "") =>
		made.set(
			name,
			new TCP({
				address,
				port: Number(port),
				nodelay: true,
				onReadable: (count: number) => say(`${name} readable ${count}`),
				onWritable: (count: number) => say(`${name} writable ${count}`),
				onError: () => say(`${name} error`),
			}),
		),
	early: (address = "", port = "") =>
		new TCP({ address, port: Number(port) }).write(Uint8Array.of(1)),
	write: (name = "", count = "") => {
		const left = socket(name).write(new Uint8Array(Number(count)).fill(0x55));
		say(`${name} left ${left}`);
	},
	read: (name = "", count) => {
		const data = socket(name).read(count === undefined ? undefined : Number(count));
		say(`${name} read ${(data as ArrayBuffer | undefined)?.byteLength}`);
	},
	peer: (name = "") => say(`${name} peer ${socket(name).remoteAddress} ${socket(name).remotePort}`),
	udp: (name = "") =>
		made.set(
			name,
			new UDP({
				onReadable(this: UDP) {
					const data = this.read();
					say(`${name} got ${data?.byteLength} from ${data?.address} ${data?.port}`);
				},
			}),
		),
	lazy: (name = "") =>
		made.set(name, new UDP({ onReadable: (count: number) => say(`${name} unread ${count}`) })),
	flood: (name = "", address = "", port = "", count = "") => {
		for (let each = 0; each < Number(count); each++)
			(made.get(name) as UDP).write(Uint8Array.of(each), address, Number(port));
	},
	send: (name = "", address = "", port = "") =>
		(made.get(name) as UDP).write(Uint8Array.of(1, 2, 3), address, Number(port)),
	close: (name = "") => made.get(name)?.close(),
	collect: () => Host.collect(),
	quit: () => Host.quit(),
});
