/** Plain Socket.IO: all clients in one room, default parser, one emit for all. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

import { answer, broadcastWith, cpuUs } from './calls.mjs';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('enter', (room, acknowledge) => {
    socket.join(room);
    acknowledge({ ok: true });
  });
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

answer({
  port: () => http.address().port,
  cpuUs,
  broadcast: broadcastWith((event) => io.to(event.roomId).emit(event.type, event)),
});
