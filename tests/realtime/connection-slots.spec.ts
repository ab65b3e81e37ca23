import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { encode } from '@msgpack/msgpack';
import { PROTOCOL_VERSION, VISITOR_CONNECTION_RATE_LIMIT } from '@visionary/contract';
import { Broadcast } from '@visionary/platform/realtime';
import type { Server, Socket as ServerSocket } from 'socket.io';
import type { Socket } from 'socket.io-client';
import WebSocket from 'ws';
import { bootApp, type RunningApp } from '../support/app.js';
import { onCleanup } from '../support/cleanup.js';
import { connect, socketOf } from '../support/live-client.js';
import { connectUser } from '../support/rooms.js';
import { ABANDONED_MS } from '../../libs/platform/realtime/pending-connections.js';

/** A single connection slot for all visitors. */
describe('connection slots', () => {
  let server: RunningApp;
  beforeAll(async () => (server = await bootApp({ logLevel: 'silent', visitorSockets: 1 })));

  const seated = (): ServerSocket[] => {
    const { io } = server.app.get<{ readonly io: Server }>(Broadcast);
    return [...io.of('/').sockets.values()];
  };

  /** A client connects: it is accepted, or rejected for lack of a slot. */
  const comes = async (page?: string): Promise<{ socket: Socket; isIn: boolean }> => {
    const socket = socketOf(server.url, '', { auth: { protocol: PROTOCOL_VERSION, page } });
    const isIn = new Promise<boolean>((resolve) => {
      socket.once('session.ended', () => resolve(false));
      socket.once('connect', () => socket.emit('lobby.subscribe', {}, () => resolve(true)));
    });
    socket.connect();
    return { socket, isIn: await isIn };
  };

  /** A visitor's connection that the test can stop reading from. */
  const aLine = async (): Promise<WebSocket> => {
    const line = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    onCleanup(() => line.terminate());
    await once(line, 'message');
    line.send(encode({ type: 0, nsp: '/', data: { protocol: PROTOCOL_VERSION } }));
    await once(line, 'message');
    return line;
  };

  it('[RT26] a closing socket holds no slot when it has sent its close frame', async () => {
    const line = await aLine();
    const [socket] = seated();
    const { transport } = socket?.conn as unknown as { transport: { socket: { _receiver: NodeJS.EventEmitter } } };
    const saidGoodbye = once(transport.socket._receiver, 'conclude');
    (line as unknown as { _socket: { pause(): void } })._socket.pause();
    line.close();
    await saidGoodbye;
    expect(socket?.connected).toBe(true);
    const next = await comes();
    expect(next.isIn).toBe(true);
    expect(socket?.connected).toBe(false);
    next.socket.disconnect();
  });

  it('[RT26] a reconnecting client gets its own slot back and no other client gets it', async () => {
    const [last] = seated();
    if (last) await once(last as unknown as NodeJS.EventEmitter, 'disconnect');
    const before = await comes('mine');
    const cut = once(before.socket as unknown as NodeJS.EventEmitter, 'disconnect');
    for (const page of ['another', undefined, 'x'.repeat(1_000)]) expect((await comes(page)).isIn).toBe(false);
    expect(before.socket.connected).toBe(true);
    expect((await comes('mine')).isIn).toBe(true);
    await cut;
    expect(seated()).toHaveLength(1);
    // The late end of the former socket does not free the slot of this one.
    expect((await comes('mine')).isIn).toBe(true);
    expect((await comes('another')).isIn).toBe(false);
  });

  it('[RT30] connections without a CONNECT are limited by address, without effect on users and others', async () => {
    const open = (options: WebSocket.ClientOptions = {}): Promise<'open' | 'refused'> => {
      const line = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, options);
      onCleanup(() => line.terminate());
      return new Promise((resolve) => {
        line.once('open', () => resolve('open'));
        line.once('error', () => resolve('refused'));
      });
    };
    const ann = await connectUser(server.url, 'Ann');
    const { points, seconds } = VISITOR_CONNECTION_RATE_LIMIT;
    const results = await Promise.all(Array.from({ length: points }, () => open()));
    expect(results.filter((result) => result === 'open')).toHaveLength((points * ABANDONED_MS) / 1000 / seconds);
    expect(await open()).toBe('refused');
    expect(await open({ localAddress: '127.0.0.9' })).toBe('open');
    expect(await (await connect(server.url, ann.client.cookieHeader)).rejectionOf('lobby.subscribe', {})).toBe('ok');
  });
});
