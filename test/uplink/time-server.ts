/** A time server and its way, scripted, in virtual time: answers, silence, lies, lost packets. */

import { VirtualTime } from "../../hosts/sim/time.js";
import type { Provider, UDPOptions, UDPSocket } from "../../modules/uplink/provider.js";
import { resolverOf } from "../resolver.js";

const LATENCY = 20;
const TO_1970 = 2_208_988_800;
export const ADDRESS = "192.0.2.123";

type Packet = ArrayBuffer & { address: string; port: number };

export function packetFrom(bytes: Uint8Array, address = ADDRESS, port = 123): Packet {
	return Object.assign(bytes.slice().buffer, { address, port });
}

/** A right answer to a request, as RFC 5905 lays it out. */
export function answerTo(request: Uint8Array, wall: number): Uint8Array {
	const answer = new Uint8Array(48);
	answer.set([0x24, 2]);
	answer.set(request.subarray(40, 48), 24);
	const view = new DataView(answer.buffer);
	view.setUint32(40, (Math.floor(wall / 1000) + TO_1970) % 4_294_967_296);
	view.setUint32(44, Math.floor(((wall % 1000) * 4_294_967_296) / 1000));
	return answer;
}

export class TimeServer {
	readonly time = new VirtualTime();
	/** Wall time at virtual 0; undefined: it is silent. */
	wall: number | undefined;
	names = true;
	/** `wifi time.test`, and each packet's time. */
	readonly asked: string[] = [];
	readonly packets: number[] = [];
	/** Packets that the way loses. */
	losing = 0;
	/** Changes an answer on its way. */
	tamper: (answer: Packet) => Packet = (answer) => answer;
	open = 0;
	#numbers = 7;

	provider(): Pick<Provider, "UDP" | "resolve" | "random"> {
		const server = this;
		return {
			random: () => (server.#numbers = (Math.imul(server.#numbers, 1_103_515_245) + 12_345) >>> 0),
			resolve: { io: resolverOf(server, LATENCY, ADDRESS) },
			UDP: {
				io: class implements UDPSocket {
					#options: UDPOptions;
					#unread: Packet[] = [];
					#closed = false;
					constructor(options: UDPOptions) {
						this.#options = options;
						server.open += 1;
					}
					read(): Packet | undefined {
						return this.#unread.shift();
					}
					write(data: ArrayBuffer | Uint8Array): void {
						server.packets.push(server.time.now);
						server.answer(new Uint8Array(data), (packet) => {
							if (this.#closed) return;
							this.#unread.push(packet);
							this.#options.onReadable?.call(this, this.#unread.length);
						});
					}
					close(): void {
						if (!this.#closed) server.open -= 1;
						this.#closed = true;
					}
				},
			},
		};
	}

	answer(request: Uint8Array, deliver: (packet: Packet) => void): void {
		if (this.losing > 0) {
			this.losing -= 1;
			return;
		}
		this.time.after(LATENCY, () => {
			if (this.wall === undefined) return;
			const answer = answerTo(request, this.wall + this.time.now);
			this.time.after(LATENCY, () => deliver(this.tamper(packetFrom(answer))));
		});
	}
}
