/**
 * The `tls` of a server link, parsed once. Whom the server must prove to be is decided here; that it
 * is always verified is not an option.
 */

import { parseHost, parseObject } from "./arguments.js";
import { parseCertificates } from "./certificates.js";
import type { ServerEnvironment } from "./server.js";

/** Given as `tls` to a server link: then the connection is TLS, and the server is verified. */
export interface SecurityOptions {
	/** Authorities to trust: PEM, DER, or a list. Default: those that the host has built in. */
	ca?: string | ArrayBuffer | Uint8Array | readonly (string | ArrayBuffer | Uint8Array)[];
	/** The name that the server's certificate must be for. Default: the server's host. */
	serverName?: string;
}

export interface Security {
	serverName: string;
	certificate: ArrayBuffer | readonly ArrayBuffer[] | undefined;
}

const MEMBERS: readonly string[] = ["ca", "serverName"];

/** Undefined: plain TCP. */
export function parseSecurity(
	value: unknown,
	host: string,
	{ TLS }: Pick<ServerEnvironment, "TLS">,
): Security | undefined {
	if (value === undefined) return undefined;
	const { ca, serverName = host, ...others } = parseObject("tls", value);
	for (const name of Object.keys(others))
		throw new TypeError(`tls.${name}: unknown key, expected ${MEMBERS.join(" or ")}`);
	if (!TLS) throw new Error("tls: this host's provider has no TLS");
	const certificates = ca === undefined ? [] : parseCertificates("tls.ca", ca);
	// The SDK's class takes one alone.
	const certificate = certificates.length > 1 ? certificates : certificates[0];
	return { serverName: parseHost(serverName, "tls.serverName"), certificate };
}
