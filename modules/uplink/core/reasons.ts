/**
 * Reasons: which rung a turn stood on, how a row spells a reason, and how long a path waits for it.
 *
 *   link up to its address ──▶ name ──▶ time (only TLS) ──▶ server
 */

import { backoff } from "./backoff.js";
import { type Core, linkOf } from "./core.js";
import { rungOf } from "./link.js";
import type { Path } from "./path.js";
import type { Session } from "./session.js";
import {
	isTLSReason,
	type Milliseconds,
	type Outcome,
	type Reason,
	type TLSReason,
} from "./types.js";
import type { Turn } from "./walk.js";

const TLS_WORDS: Readonly<Record<TLSReason, string>> = Object.freeze({
	TLS_CLOCK: "the time is not known well enough to verify the server",
	TLS_NAME: "who answers there has the certificate of another name",
	TLS_EXPIRED: "the server's certificate has expired",
	TLS_ISSUER: "who answers there has a certificate of an issuer that is not trusted",
	TLS_FAILED: "who answers there could not be verified",
});

/** A reason for people: impOS's own names are explained elsewhere. */
export function wordsOf(reason: Reason | undefined): string {
	return isTLSReason(reason) ? `${reason}: ${TLS_WORDS[reason]}` : `${reason}`;
}

const RUNGS: Readonly<Record<Session["rung"], Reason>> = Object.freeze({
	name: "NOT_RESOLVED",
	time: "TLS_CLOCK",
	server: "NO_SERVER",
});

/** What the turn stood on when its time was up. */
export function rungOfTurn(core: Core, turn: Turn): Reason {
	if (core.session.phase === "opening") return RUNGS[core.session.rung];
	const link = linkOf(core, turn.interface);
	if (link.phase === "waiting" && link.reason) return link.reason;
	return link.phase === "up" ? "NO_SERVER" : rungOf(link);
}

/** A row speaks impOS, which cannot tell a server that is down or another's from one out of reach. */
export function inRow(outcome: Outcome): Outcome {
	return outcome === "SERVER_DOWN" || isTLSReason(outcome) ? "NO_SERVER" : outcome;
}

/**
 * A handshake costs kilobytes, and what it found wrong is put right by people: where traffic costs
 * money it is repeated at the pace of a refusal.
 */
export function waitOf(core: Core, path: Path, reason: Reason): Milliseconds | undefined {
	const { policy, generator } = core;
	if (!isTLSReason(reason) || !policy[path.class].metered) return undefined;
	return backoff(path.failures + 1, policy.refusedMin, policy.refusedMax, generator);
}
