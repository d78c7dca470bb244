/**
 * The SDK's module `embedded:io/socket/udp`: datagrams, over lwIP (udp.c).
 */

class UDP extends Native("xs_udp_destructor") {
	constructor(options: object) {
		super();
		native("xs_udp_constructor").call(this, options);
	}
	close(): void {
		return native("xs_udp_close").call(this);
	}
	read(): (ArrayBuffer & { address: string; port: number }) | undefined {
		return native("xs_udp_read").call(this);
	}
	write(data: ArrayBufferLike | ArrayBufferView, address: string, port: number): void {
		return native("xs_udp_write").call(this, data, address, port);
	}
	get format(): "buffer" {
		return "buffer";
	}
	set format(format: "buffer") {
		if (format !== "buffer") throw new RangeError("invalid format");
	}
}

export default UDP;
