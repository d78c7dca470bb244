/**
 * The UART object: it owns the modem's serial port from boot and frames lines for JavaScript, so that
 * what comes is read the same way whoever talks. PPP and CMUX will be further modes of this object,
 * handing bytes on in C. The class is C (uart.c, lines.c); the port itself is each host's.
 */

export type UARTMode = "lines";

export interface UARTOptions {
	/** Its number, or on hosts that name their ports its path. */
	port: number | string;
	transmit?: number;
	receive?: number;
	/** Bits per second. */
	baud: number;
	/** One line without its ending, or the prompt `> `. */
	onLine(line: string): void;
	/** The port failed: nothing follows. */
	onError(reason: string): void;
}

export interface UART {
	mode: UARTMode;
	baud: number;
	/** Sends one line and its carriage return, in mode `lines`. */
	write(line: string): void;
	close(): void;
}

export class LwipUART extends Native("xs_uart_destructor") implements UART {
	constructor(options: UARTOptions) {
		super();
		native("xs_uart_constructor").call(this, options);
	}

	get mode(): UARTMode {
		return native("xs_uart_get_mode").call(this);
	}

	set mode(mode: UARTMode) {
		native("xs_uart_set_mode").call(this, mode);
	}

	get baud(): number {
		return native("xs_uart_get_baud").call(this);
	}

	set baud(baud: number) {
		native("xs_uart_set_baud").call(this, baud);
	}

	write(line: string): void {
		return native("xs_uart_write").call(this, line);
	}

	close(): void {
		return native("xs_uart_close").call(this);
	}
}
