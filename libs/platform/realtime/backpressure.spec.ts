import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { disconnectSlowClients } from './backpressure.js';
import { type Client, createSharedWriter } from './direct-write.js';

const PACKET = new Uint8Array(100_000);

/** The part of Socket.IO's client that a writer uses, with a connection that is always busy. */
class SlowClient {
  readonly conn = {
    readyState: 'open',
    writeBuffer: [] as { data: Uint8Array }[],
    transport: { writable: false, socket: { readyState: 1, bufferedAmount: 0, _socket: null } },
  };
  readonly emitted: unknown[] = [];
  isDisconnected = false;
  readonly sockets = new Map([
    [
      'one',
      { emit: (...emitted: unknown[]) => this.emitted.push(emitted), disconnect: () => (this.isDisconnected = true) },
    ],
  ]);

  writeToEngine(packets: readonly Uint8Array[]): void {
    for (const data of packets) this.conn.writeBuffer.push({ data });
  }

  get queuedBytes(): number {
    return this.conn.writeBuffer.reduce((sum, { data }) => sum + data.length, 0);
  }
}

const createSlowClient = () => {
  const slow = new SlowClient();
  const client = slow as unknown as Client;
  client.writeToEngine = createSharedWriter(disconnectSlowClients());
  return { slow, write: (volatile = false) => client.writeToEngine([PACKET], { volatile }) };
};

it('[RT14] queue of a client holds at most a megabyte plus one packet, then the client is disconnected once', async () => {
  const { slow, write } = createSlowClient();
  const fitting = Math.floor(LIMITS.socketFrameBytes / PACKET.length) + 1;
  for (let packet = 0; packet < fitting; packet++) write();
  await turn();
  expect(slow.queuedBytes).toBe(fitting * PACKET.length);
  expect(slow.isDisconnected).toBe(false);
  for (let packet = 0; packet < 5; packet++) write();
  expect(slow.queuedBytes).toBe(fitting * PACKET.length);
  await turn();
  expect(slow.isDisconnected).toBe(true);
  expect(slow.emitted).toEqual([['session.ended', { error: { code: 'TOO_LARGE' }, reconnect: true }]]);
});

it('[RT14] queue counts buffered bytes, without those already sent', async () => {
  const { slow, write } = createSlowClient();
  for (let packet = 0; packet < 5; packet++) write();
  slow.conn.transport.socket.bufferedAmount = LIMITS.socketFrameBytes - slow.queuedBytes;
  write();
  // Engine.IO replaces its flushed queue, and the socket has sent everything.
  slow.conn.writeBuffer = [];
  slow.conn.transport.socket.bufferedAmount = 0;
  for (let packet = 0; packet < 8; packet++) write();
  slow.conn.transport.socket.bufferedAmount = LIMITS.socketFrameBytes;
  write(true);
  await turn();
  expect(slow.isDisconnected).toBe(false);
  write();
  await turn();
  expect(slow.isDisconnected).toBe(true);
});
