/**
 * The SDK's module `embedded:io/socket/tcp`: a client's connection, over lwIP (tcp.c).
 */

class TCP extends Native("xs_tcp_destructor") {
	constructor(options: object) {
		super();
		native("xs_tcp_constructor").call(this, options);
	}
	close(): void {
		return native("xs_tcp_close").call(this);
	}
	read(count?: number | ArrayBufferLike | ArrayBufferView): ArrayBuffer | number | undefined {
		return native("xs_tcp_read").call(this, count);
	}
	write(data: ArrayBufferLike | ArrayBufferView | number): number | undefined {
		return native("xs_tcp_write").call(this, data);
	}
	get remoteAddress(): string | undefined {
		return native("xs_tcp_get_remoteAddress").call(this);
	}
	get remotePort(): number | undefined {
		return native("xs_tcp_get_remotePort").call(this);
	}
	get format(): "number" | "buffer" {
		return native("xs_tcp_get_format").call(this);
	}
	set format(format: "number" | "buffer") {
		native("xs_tcp_set_format").call(this, format);
	}
}

export default TCP;
