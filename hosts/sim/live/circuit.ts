/**
 * One TCP connection through a wire, as two sockets and what is held between them. It exists so
 * that a wire can stop bytes without closing anything, which neither end's socket can do.
 *
 *   device ═══ near ──▶ held ──▶ far ═══ server        passing: held is empty, bytes go through
 *                   ◀── held ◀──                       not passing: bytes and endings are held
 *
 *   near gone while passing       ──▶ far ends or is reset, as near was
 *   near gone while not passing   ──▶ left: what it wrote is lost; the server knows nothing, and is
 *                                     reset when it next speaks and is heard
 *   far gone                      ──▶ near ends or is reset, as soon as it passes
 *
 * The kernel accepts on loopback before a relay can decide, so "connected" would mean nothing. The
 * first byte towards the device is therefore ours: `ESTABLISHED`, sent when the server has accepted.
 */

import { connect, type Socket } from "node:net";

/** The relay's own first byte (ASCII's ACK): only now is the connection open. */
export const ESTABLISHED = 0x06;

/** Held in each direction. At the bound the sender is no longer read, so it sees back-pressure. */
export const HELD_MAX = 65_536;

type Ending = "end" | "reset";

/** One direction: what `from` sent and `to` has not been given. */
class Half {
	readonly #from: Socket;
	readonly #onPassed: (count: number) => void;
	#to: Socket | undefined;
	#held: Buffer[] = [];
	#size = 0;
	#ending: Ending | undefined;
	#passing = false;
	#sunk = false;

	constructor(from: Socket, onPassed: (count: number) => void) {
		this.#from = from;
		this.#onPassed = onPassed;
		from.on("data", (chunk: Buffer) => this.push(chunk));
		from.once("end", () => this.finish("end"));
	}

	set to(socket: Socket) {
		this.#to = socket;
		socket.on("drain", () => this.#flush());
		this.#flush();
	}

	set passing(passing: boolean) {
		this.#passing = passing;
		this.#flush();
	}

	/** Said to `to` after all that is held. The first ending counts. */
	finish(ending: Ending): void {
		this.#ending ??= ending;
		this.#flush();
	}

	/** Nobody is there to hear it: what is held and what follows is lost. */
	sink(): void {
		this.#sunk = true;
		this.#held = [];
		this.#size = 0;
		this.#from.resume();
	}

	push(chunk: Buffer): void {
		if (this.#sunk) return;
		this.#held.push(chunk);
		this.#size += chunk.byteLength;
		this.#flush();
	}

	#flush(): void {
		const to = this.#to;
		while (this.#passing && to?.writable && !to.writableNeedDrain) {
			const chunk = this.#held.shift();
			if (chunk === undefined) break;
			this.#size -= chunk.byteLength;
			this.#onPassed(chunk.byteLength);
			to.write(chunk);
		}
		if (this.#size >= HELD_MAX) this.#from.pause();
		else this.#from.resume();
		if (!this.#passing || this.#sunk || this.#size > 0 || !this.#ending || !to) return;
		if (this.#ending === "reset") to.resetAndDestroy();
		else to.end();
	}
}

export interface CircuitOptions {
	near: Socket;
	/** Where the server listens now; undefined: nowhere, connections are refused. */
	target(): number | undefined;
	/** The local port of the connection to the server: by it the server knows the wire. */
	onOrigin(port: number): void;
	onToServer(count: number): void;
	onToDevice(count: number): void;
	/** Nothing of it is left. */
	onGone(): void;
}

export class Circuit {
	readonly #options: CircuitOptions;
	readonly #near: Socket;
	readonly #toServer: Half;
	#far: Socket | undefined;
	#toDevice: Half | undefined;
	#passing = false;
	/** The device is gone and the server has not been told. */
	#left = false;
	/** The server spoke since, and would go on until it is heard. */
	#spoken = false;

	constructor(options: CircuitOptions) {
		const { near } = options;
		this.#options = options;
		this.#near = near;
		this.#toServer = new Half(near, options.onToServer);
		near.setNoDelay(true);
		near.on("error", () => this.#toServer.finish("reset"));
		near.once("close", () => this.#nearClosed());
	}

	set passing(passing: boolean) {
		this.#passing = passing;
		if (passing && !this.#far && !this.#near.destroyed) this.#connect();
		this.#toServer.passing = passing;
		if (this.#toDevice) this.#toDevice.passing = passing;
		this.#answerForNobody();
	}

	/** The device lost its power: it is gone without a word to the server. */
	abandon(): void {
		this.#leave();
		this.#near.destroy();
	}

	/** Both ends hear a reset at once. */
	reset(): void {
		this.#near.resetAndDestroy();
		this.#far?.resetAndDestroy();
	}

	#connect(): void {
		const port = this.#options.target();
		if (port === undefined) {
			this.#near.resetAndDestroy();
			return;
		}
		const far = connect({ host: "127.0.0.1", port, noDelay: true });
		this.#far = far;
		let established = false;
		const toDevice = new Half(far, (count) => {
			if (established) this.#options.onToDevice(count);
			established = true;
		});
		this.#toDevice = toDevice;
		toDevice.to = this.#near;
		toDevice.passing = this.#passing;
		far.once("connect", () => {
			if (far.localPort !== undefined) this.#options.onOrigin(far.localPort);
			toDevice.push(Buffer.from([ESTABLISHED]));
			this.#toServer.to = far;
		});
		far.on("data", () => {
			this.#spoken ||= this.#left;
			this.#answerForNobody();
		});
		far.on("error", () => toDevice.finish("reset"));
		far.once("close", () => this.#farClosed());
	}

	/** A segment for a device that knows no such connection is answered by a reset. */
	#answerForNobody(): void {
		if (this.#spoken && this.#passing) this.#far?.resetAndDestroy();
	}

	#leave(): void {
		this.#left = true;
		this.#toServer.sink();
	}

	#nearClosed(): void {
		if (!this.#passing) this.#leave();
		else if (!this.#left) this.#toServer.finish("reset");
		this.#toDevice?.sink();
		if (!this.#far || this.#far.destroyed) this.#options.onGone();
	}

	#farClosed(): void {
		this.#toDevice?.finish("reset");
		if (this.#near.destroyed) this.#options.onGone();
	}
}
