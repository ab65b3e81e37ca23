/** Clients with an open feed, and one that publishes, in a separate process. */
import { randomUUID } from 'node:crypto';

import { io } from 'socket.io-client';

import { PROTOCOL_VERSION } from '../../../../dist/libs/contract/index.js';
import { clientParser } from '../../../../dist/libs/platform/realtime/wire-parser.js';
import { answer } from '../chat/calls.mjs';

const DEADLINE_MS = 30_000;
const pages = [];
let publisher;
const arrived = new Map();

async function connect(port, cookie) {
  const socket = io(`http://127.0.0.1:${port}`, {
    ...{ transports: ['websocket'], parser: clientParser, forceNew: true, auth: { protocol: PROTOCOL_VERSION } },
    ...(cookie && { extraHeaders: { cookie } }),
  });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  return socket;
}

async function sendCommand(socket, command, payload) {
  const ack = await socket.emitWithAck(command, payload);
  if (!ack.ok) throw new Error(`${command}: ${JSON.stringify(ack.error)}`);
  return ack.data;
}

/** @returns a promise of the time when this many clients have received a post with this title */
function receivedBy(title, count) {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(
      () => reject(new Error(`${arrived.get(title)?.received} of ${count} pages received ${title}`)),
      DEADLINE_MS,
    );
    const finish = () => {
      clearTimeout(timeout);
      resolve(performance.now());
    };
    arrived.set(title, { count, done: finish, received: 0 });
  });
}

function onPublished({ post: { title } }) {
  const waiting = arrived.get(title);
  if (!waiting) return;
  waiting.received += 1;
  if (waiting.received === waiting.count) waiting.done();
}

answer({
  async open(port, count) {
    while (pages.length < count) {
      const socket = await connect(port);
      socket.on('feed.published', onPublished);
      await sendCommand(socket, 'feed.subscribe', {});
      pages.push(socket);
    }
  },
  async signIn(port, cookie) {
    publisher = await connect(port, cookie);
  },
  /** @returns milliseconds from the command to its acknowledgement, and to the last open feed */
  async publish(uploadId) {
    const title = randomUUID();
    const last = receivedBy(title, pages.length);
    const began = performance.now();
    await sendCommand(publisher, 'feed.publish', { clientId: randomUUID(), image: { uploadId }, title });
    const ackMs = performance.now() - began;
    return { ackMs, lastMs: (await last) - began };
  },
});
