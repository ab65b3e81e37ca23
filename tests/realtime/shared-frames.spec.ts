import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { installSharedFrames } from '../../libs/platform/realtime/shared-frames.js';
import { clientParser, wireParser } from '../../libs/platform/realtime/wire-parser.js';
import { onCleanup } from '../support/cleanup.js';

let encodings = 0;
class CountingEncoder extends wireParser.Encoder {
  override encode(packet: Parameters<InstanceType<typeof wireParser.Encoder>['encode']>[0]): [Uint8Array] {
    encodings += 1;
    return super.encode(packet);
  }
}

/** @param large rooms of so many sockets, for this server */
async function aServer(large?: number): Promise<{ server: Server; url: string }> {
  const http = createServer();
  const server = new Server(http, {
    transports: ['websocket'],
    parser: { Encoder: CountingEncoder, Decoder: wireParser.Decoder },
    perMessageDeflate: false,
  });
  installSharedFrames(server, () => false, large);
  server.on('connection', (socket) => socket.join('crowd'));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onCleanup(async () => void (await server.close()));
  return { server, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

/** A client that keeps the numbers it receives. */
class Listener {
  readonly received: number[] = [];
  readonly direct: number[] = [];
  private waiting: { number: number; done: () => void } | undefined;

  private constructor(readonly socket: Socket) {
    socket.on('whispered', (number: number) => this.direct.push(number));
    socket.on('said', (number: number) => {
      this.received.push(number);
      if (this.waiting && number >= this.waiting.number) this.waiting.done();
    });
  }

  static async of(url: string): Promise<Listener> {
    const socket = io(url, { transports: ['websocket'], parser: clientParser, forceNew: true });
    onCleanup(() => socket.disconnect());
    const listener = new Listener(socket);
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    return listener;
  }

  async receives(number: number): Promise<void> {
    if ((this.received.at(-1) ?? -1) >= number) return;
    await new Promise<void>((done) => (this.waiting = { number, done }));
  }

  /** The TCP socket beneath. */
  get line(): { pause(): void; resume(): void } {
    const { transport } = this.socket.io.engine as unknown as {
      transport: { ws: { _socket: { pause(): void; resume(): void } } };
    };
    return transport.ws._socket;
  }
}

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, number) => number);

it('[RT16] encodes a room message once, and keeps its order with messages to one socket', async () => {
  const { server, url } = await aServer();
  const crowd = await Promise.all(upTo(19).map(() => Listener.of(url)));
  encodings = 0;
  const numbers = upTo(300);
  for (const number of numbers) {
    const text = 'x'.repeat(number);
    // Every third through each socket's own queue, so that shared frames find queues that are not empty.
    if (number % 3 === 2) for (const socket of server.of('/').sockets.values()) socket.emit('said', number, text);
    else server.to('crowd').emit('said', number, text);
    if (number % 50 === 0) await crowd[0]?.receives(number);
  }
  await Promise.all(crowd.map((listener) => listener.receives(300)));
  for (const { received } of crowd) expect(received).toEqual(numbers);
  expect(encodings).toBe(201 + 100 * crowd.length);
});

it('[RT16] writes a room message directly when a connection is free', async () => {
  const { server, url } = await aServer();
  const crowd = await Promise.all(upTo(4).map(() => Listener.of(url)));
  let queued = 0;
  for (const { conn } of server.of('/').sockets.values()) conn.on('packetCreate', () => (queued += 1));
  server.to('crowd').emit('said', 1);
  await Promise.all(crowd.map((listener) => listener.receives(1)));
  expect(queued).toBe(0);
});

/** Counts writes to the kernel from now on. */
function countWrites(server: Server): { count: number } {
  const writes = { count: 0 };
  for (const { conn } of server.of('/').sockets.values()) {
    const { transport } = conn as unknown as {
      transport: { socket: { _socket: { write: (...received: unknown[]) => boolean } } };
    };
    const line = transport.socket._socket;
    const write = line.write.bind(line);
    line.write = (...received) => {
      writes.count += 1;
      return write(...received);
    };
  }
  return writes;
}

it('[RT16] bundles messages in order when a large room receives many', async () => {
  const { server, url } = await aServer(5);
  const crowd = await Promise.all(upTo(4).map(() => Listener.of(url)));
  const writes = countWrites(server);
  for (const number of upTo(99)) server.to('crowd').emit('said', number);
  // A different path to the same room: nothing of the bundle may arrive after it.
  server.to('crowd').except('nobody').emit('said', 100);
  const [leaving] = [...server.of('/').sockets.values()];
  for (const number of upTo(9)) server.to('crowd').emit('said', 101 + number);
  void leaving?.leave('crowd');
  server.emit('said', 111);
  await Promise.all(crowd.map((listener) => listener.receives(111)));
  for (const { received } of crowd) expect(received).toEqual(upTo(111));
  expect(writes.count).toBeLessThan(10 * crowd.length);
});

it('[RT16] sends a bundle on its own, also to a slow reader', async () => {
  const { server, url } = await aServer(2);
  const [slow, quick] = [await Listener.of(url), await Listener.of(url)];
  slow.line.pause();
  const filling = 'x'.repeat(20_000);
  const numbers = upTo(600);
  for (const number of numbers) {
    server.to('crowd').emit('said', number, filling);
    if (number % 50 === 0) await quick.receives(number);
  }
  slow.line.resume();
  await Promise.all([slow.receives(600), quick.receives(600)]);
  for (const { received } of [slow, quick]) expect(received).toEqual(numbers);
});

it('[RT16] keeps order for a slow reader, and drops only droppable messages', async () => {
  const { server, url } = await aServer();
  const [slow, quick] = [await Listener.of(url), await Listener.of(url)];
  slow.line.pause();
  // Far more than the kernel buffers for a client that does not read.
  const filling = 'x'.repeat(50_000);
  const numbers = upTo(400);
  for (const number of numbers) {
    server.to('crowd').emit('said', number, filling);
    server.volatile.to('crowd').emit('whispered', number, filling);
    if (number % 20 === 0) await quick.receives(number);
  }
  slow.line.resume();
  await Promise.all([slow.receives(400), quick.receives(400)]);
  for (const { received } of [slow, quick]) expect(received).toEqual(numbers);
  expect(slow.direct.length).toBeLessThan(300);
  expect(slow.direct).toEqual(slow.direct.toSorted((a, b) => a - b));
});
