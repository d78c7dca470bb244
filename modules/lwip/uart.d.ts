/**
 * The UART object's typings: it owns the serial port from boot, frames lines for JavaScript in mode
 * `lines`, and hands bytes to PPP in C in the others, so no byte of data mode crosses JavaScript.
 */

export type UARTMode = "lines" | "ppp" | "cmux";

export interface UARTOptions {
	port: number;
	transmit?: number;
	receive?: number;
	/** Bits per second. */
	baud: number;
	/** One line without its ending, or the prompt `> `. */
	onLine(line: string): void;
	/** The peer ended data mode, or the port failed. */
	onError(reason: string): void;
}

export interface UART {
	mode: UARTMode;
	baud: number;
	/** Sends one line and its carriage return, in mode `lines`. */
	write(line: string): void;
	close(): void;
}
