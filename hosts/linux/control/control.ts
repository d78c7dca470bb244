/**
 * The control socket, by which a laboratory plays what no kernel can: the air, and ESP-IDF's habits
 * (control.c has the grammar). It is the host's, no module of a device.
 */

class Control extends Native("xs_control_destructor") {
	/** Listens at `path`, taking the place of a socket left there. Throws. */
	constructor(path: string) {
		super();
		native("xs_control").call(this, path);
	}
	close(): void {
		return native("xs_control_close").call(this);
	}
}

export default Control;
