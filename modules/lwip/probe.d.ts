/**
 * The probe's typings: can this host and port be reached over that interface, the name resolved
 * over it too? One question an object; the caller bounds the wait by `close`.
 */

export interface Probe {
	/** Afterwards neither callback runs. */
	close(): void;
}
