import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Rejection } from '../api/rejection.js';
import { ACK_TIMEOUT_MS, SocketConnection, type RawSocket } from './socket-connection.js';

type Handler = (...args: never[]) => void;

/** A socket whose connection the test controls. */
class HeldSocket implements RawSocket {
  connected = false;
  active = false;
  readonly sendBuffer: unknown[] = [];
  connects = 0;
  readonly requests: string[] = [];
  readonly dropped: string[] = [];
  reply: () => Promise<unknown> = async () => ({ ok: true, data: 'done' });
  readonly volatile = { emit: (event: string) => void (this.connected || this.dropped.push(event)) };
  private readonly handlers = new Map<string, Handler[]>();

  timeout() {
    return { emitWithAck: (event: string) => (this.requests.push(event), this.reply()) };
  }
  on(event: string, handler: Handler) {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  }
  off(event: string, handler: Handler) {
    this.handlers.set(
      event,
      (this.handlers.get(event) ?? []).filter((one) => one !== handler),
    );
  }
  connect() {
    this.connects++;
  }
  disconnect() {
    if (this.connected) this.cut();
  }
  stand() {
    this.connected = true;
    this.describe('connect');
  }
  cut() {
    this.connected = false;
    this.describe('disconnect');
  }
  describe(event: string, ...args: unknown[]) {
    for (const handler of this.handlers.get(event) ?? []) handler(...(args as never[]));
  }
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof Rejection ? error.code : error),
  );

describe('the socket connection', () => {
  let socket: HeldSocket;
  let socketConnection: SocketConnection;
  let states: string[];
  let ended: unknown[];
  beforeEach(() => {
    jest.useFakeTimers();
    socket = new HeldSocket();
    states = [];
    ended = [];
    socketConnection = new SocketConnection(socket, {
      state: (now) => states.push(now),
      fatalError: (reason) => ended.push(reason),
    });
    socketConnection.connect();
  });
  afterEach(() => void jest.useRealTimers());

  it('[W1] holds commands until the first connection', async () => {
    const reply = socketConnection.send('lobby.subscribe', {}, false);
    expect(socket.requests).toEqual([]);
    socket.stand();
    expect(await reply).toBe('done');
  });

  it('[W1] rejects with the code of the server', async () => {
    socket.stand();
    socket.reply = async () => ({ ok: false, error: { code: 'ROOMS_NOT_FOUND', detail: { roomId: 'x' } } });
    const rejected: unknown = await socketConnection.send('rooms.open', {}, false).catch((error: unknown) => error);
    expect(rejected).toMatchObject({ code: 'ROOMS_NOT_FOUND', detail: { roomId: 'x' } });
  });

  it('[W1] rejects with OFFLINE at once while disconnected, and with TIMEOUT without a response', async () => {
    socket.stand();
    socket.reply = async () => Promise.reject(new Error('operation has timed out'));
    expect(await rejection(socketConnection.send('chat.send', {}, false))).toBe('TIMEOUT');
    socket.cut();
    expect(await rejection(socketConnection.send('chat.send', {}, false))).toBe('OFFLINE');
  });

  it('[W1] stops waiting for a first connection that never succeeds', async () => {
    const code = rejection(socketConnection.send('lobby.subscribe', {}, false));
    await jest.advanceTimersByTimeAsync(ACK_TIMEOUT_MS);
    expect(await code).toBe('OFFLINE');
  });

  it('[W1] repeats a queued command when the connection was lost before the response', async () => {
    socket.stand();
    socket.reply = () => {
      socket.cut();
      return Promise.reject(new Error('socket has been disconnected'));
    };
    const reply = socketConnection.send('chat.send', {}, true);
    await jest.advanceTimersByTimeAsync(ACK_TIMEOUT_MS);
    socket.reply = async () => ({ ok: true, data: 'at last' });
    socket.stand();
    expect(await reply).toBe('at last');
    expect(socket.requests).toEqual(['chat.send', 'chat.send']);
  });

  it('[W2] reconnects after the server closed it, since socket.io does not', async () => {
    socket.stand();
    socket.cut();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(socket.connects).toBeGreaterThan(1);
  });

  it('[H33] reconnects to another node and holds commands meanwhile when its node stops', async () => {
    socket.stand();
    const running = socketConnection.send('chat.send', {}, false);
    socket.describe('session.ended', { error: { code: 'SHUTTING_DOWN' }, reconnect: true });
    expect(await running).toBe('done');
    const held = socketConnection.send('chat.react', {}, false);
    socket.cut();
    await jest.advanceTimersByTimeAsync(500);
    expect([socket.connects, socket.requests]).toEqual([2, ['chat.send']]);
    socket.stand();
    expect(await held).toBe('done');
    expect(states).toEqual(['up', 'connecting', 'up']);
  });

  it('[W2] reconnects slowly when the server is full', async () => {
    socket.stand();
    socket.describe('session.ended', { error: { code: 'RATE_LIMITED' }, reconnect: true });
    socket.cut();
    await jest.advanceTimersByTimeAsync(4_900);
    expect(socket.connects).toBe(1);
    await jest.advanceTimersByTimeAsync(10_200);
    expect(socket.connects).toBe(2);
    expect(ended).toEqual([]);
  });

  it('[W2] reconnects at once when the page wakes up, unless it is connecting or connected', async () => {
    socketConnection.wake();
    expect(socket.connects).toBe(1);
    socket.stand();
    socketConnection.wake();
    expect(socket.connected).toBe(true);
    socket.cut();
    socketConnection.wake();
    expect(socket.connects).toBe(2);
  });

  it('sends nothing over one connection that was meant for another', () => {
    socket.stand();
    socket.sendBuffer.push('chat.send');
    socket.cut();
    expect(socket.sendBuffer).toEqual([]);
  });

  it('[W2] does not reconnect to a server with another protocol version, and reports why', async () => {
    socket.describe('connect_error', Object.assign(new Error('x'), { data: { code: 'PROTOCOL_MISMATCH' } }));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(socket.connects).toBe(1);
    expect(ended).toEqual([{ code: 'PROTOCOL_MISMATCH' }]);
    expect(await rejection(socketConnection.send('chat.send', {}, true))).toBe('OFFLINE');
  });

  it('[W2] does not reconnect after a terminated session until it is requested', async () => {
    socket.stand();
    socket.describe('session.ended', { error: { code: 'UNAUTHENTICATED' }, reconnect: false });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(socket.connects).toBe(1);
    socketConnection.reconnect();
    socket.stand();
    expect(await socketConnection.send('lobby.subscribe', {}, false)).toBe('done');
    expect(ended.at(-1)).toBeNull();
    expect(states.at(-1)).toBe('up');
  });
});
