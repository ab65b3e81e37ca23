/** The minimum for Node: encodes the frame once, and writes it to every connection. */
import { createServer } from 'node:http';
import { encode } from '@msgpack/msgpack';
import { Sender, WebSocketServer } from 'ws';

import { answer, broadcastWith, cpuUs } from './calls.mjs';

const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
const lines = new Set();
server.on('connection', (line, { socket }) => {
  lines.add(socket);
  line.on('close', () => lines.delete(socket));
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

answer({
  port: () => http.address().port,
  cpuUs,
  broadcast: broadcastWith((event) => {
    const bytes = encode({ type: 2, nsp: '/', data: [event.type, event] });
    const frame = Buffer.concat(Sender.frame(bytes, { opcode: 2, fin: true, mask: false, rsv1: false }));
    for (const line of lines) line.write(frame);
  }),
});
