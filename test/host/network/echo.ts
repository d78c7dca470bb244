/** A server that says back what it hears, over TCP and UDP on one port: the far end of a test. */

import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const port = Number(process.argv[2]);
const datagrams = createSocket("udp4");
datagrams.on("message", (data, from) => datagrams.send(data, from.port, from.address));
datagrams.bind(port);
createServer((socket) => {
	socket.on("error", () => socket.destroy());
	socket.pipe(socket);
}).listen(port, () => console.log("listening"));
