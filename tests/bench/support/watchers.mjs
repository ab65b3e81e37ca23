/**
 * Clients that watch a room, in a separate process, so that they cost the server only the broadcast.
 * The parent sets their number and receives their observations of each take.
 */
import { io } from 'socket.io-client';

import { PROTOCOL_VERSION } from '../../../dist/libs/contract/index.js';
import { clientParser } from '../../../dist/libs/platform/realtime/wire-parser.js';

const [url, roomId] = process.argv.slice(2);
const sockets = [];
const takes = new Map();

/** Milliseconds since 1970 with fractions, comparable between processes. */
const now = () => performance.timeOrigin + performance.now();

function takeOf(takeId) {
  if (!takes.has(takeId)) takes.set(takeId, { frames: 0, bytes: [], firstAt: [], seen: new Set(), finished: 0 });
  return takes.get(takeId);
}

async function open() {
  const socket = io(url, {
    transports: ['websocket'],
    parser: clientParser,
    forceNew: true,
    auth: { protocol: PROTOCOL_VERSION },
  });
  socket.on('generation.frame', ({ takeId, frame }) => {
    if (!frame) return;
    const take = takeOf(takeId);
    take.frames += 1;
    take.bytes.push(frame.bytes.length);
    if (!take.seen.has(socket)) take.firstAt.push(now());
    take.seen.add(socket);
  });
  socket.on('generation.finished', ({ payload }) => finish(payload.take.id));
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  const ack = await socket.emitWithAck('rooms.open', { roomId });
  if (!ack.ok) throw new Error(`rooms.open: ${ack.error.code}`);
  sockets.push(socket);
}

/** Called when the last one has it. */
function finish(takeId) {
  const take = takeOf(takeId);
  take.finished += 1;
  if (take.finished < sockets.length) return;
  const { frames, bytes, firstAt } = take;
  process.send({ takeId, finishedAt: now(), framesPerWatcher: frames / sockets.length, bytes, firstAt });
}

process.on('disconnect', () => process.exit(0));
process.on('message', async (count) => {
  while (sockets.length > count) sockets.pop().disconnect();
  while (sockets.length < count) await open();
  process.send({ watchers: sockets.length });
});
