/**
 * The debug serial line of this host: standard input, as text in the pieces it arrives in. What the
 * firmware says to people goes to standard output by `trace`.
 */

export interface DebugLineOptions {
	onText(text: string): void;
}

export default class DebugLine extends Native("xs_debug_line_destructor") {
	constructor(options: DebugLineOptions) {
		super();
		native("xs_debug_line_constructor").call(this, options);
	}
	/** Afterwards nothing is read any more. */
	close(): void {
		return native("xs_debug_line_close").call(this);
	}
}
