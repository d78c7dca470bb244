/**
 * A tunnel through an HTTP proxy: one CONNECT request and its answer. Read first: RFC 9110 §9.3.6,
 * RFC 9112 §2.1, RFC 7617 (Basic).
 *
 * The answer is taken byte by byte, so that not one byte of the tunnel behind it is swallowed. It
 * is bounded; only its status line is believed, since a successful CONNECT has no content.
 */

import type { Reason } from "../uplink/core/types.js";
import { encodeUTF8 } from "../uplink/utf8.js";
import type { ProxySettings } from "./server.js";

const HEAD_MAX = 2048;

/** `open`: what follows is the server's. A reason: the proxy will not, and this is why. */
export type ProxyVerdict = "more" | "open" | Extract<Reason, "NO_PROXY" | "NOT_AUTHORISED">;

export function proxyRequest(host: string, port: number, proxy: ProxySettings): Uint8Array {
	const { user, password = "" } = proxy;
	const target = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
	const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
	if (user !== undefined)
		lines.push(`Proxy-Authorization: Basic ${base64(encodeUTF8(`${user}:${password}`))}`);
	return encodeUTF8(`${lines.join("\r\n")}\r\n\r\n`);
}

export class ProxyAnswer {
	#head = "";

	take(byte: number): ProxyVerdict {
		this.#head += String.fromCharCode(byte);
		if (this.#head.length > HEAD_MAX) return "NO_PROXY";
		if (!this.#head.endsWith("\r\n\r\n")) return "more";
		const status = /^HTTP\/1\.[01] ([1-5]\d\d)[ \r]/.exec(this.#head)?.[1];
		if (status === "407") return "NOT_AUTHORISED";
		return status?.startsWith("2") ? "open" : "NO_PROXY";
	}
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648 §4; XS has no `btoa`. */
export function base64(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
		const digits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
		const used = Math.min(3, bytes.length - at) + 1;
		for (let index = 0; index < 4; index++)
			text += index < used ? DIGITS[digits[index] as number] : "=";
	}
	return text;
}
