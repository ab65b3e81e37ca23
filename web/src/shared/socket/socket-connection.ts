import type { Ack, ErrorView } from '@visionary/contract';
import { isErrorView } from '../api/call.js';
import { Rejection } from '../api/rejection.js';

export const ACK_TIMEOUT_MS = 10_000;
const RETRY_MS = 2_000;
/** The delay when the node stops. It disconnects its clients one after the other, and another node is ready. */
const MOVE_MS = 300;
/** The delay after rate limiting, or when the server is full. */
const RATE_LIMITED_RETRY_MS = 10_000;

/** A retry would be rejected for the same reason. */
const PERMANENT_CODES: readonly ErrorView['code'][] = ['PROTOCOL_MISMATCH', 'SAFETY_BANNED'];

type Handler = (...args: never[]) => void;

/** The part of socket.io-client's Socket that is used here. */
export interface RawSocket {
  readonly connected: boolean;
  readonly active: boolean;
  /** Packets that socket.io buffers for the next connection. */
  readonly sendBuffer: unknown[];
  readonly volatile: { emit(event: string, ...args: unknown[]): unknown };
  timeout(ms: number): { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> };
  on(event: string, handler: Handler): unknown;
  off(event: string, handler: Handler): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

export interface SocketConnectionEvents {
  state(now: 'connecting' | 'up' | 'down'): void;
  fatalError(reason: ErrorView | null): void;
}

interface Waiting {
  resolve(): void;
  reject(rejection: Rejection): void;
}

/** Sends commands over a reconnecting socket, and reconnects unless the server ended the connection for good. */
export class SocketConnection {
  private state: 'connecting' | 'up' | 'down' = 'connecting';
  private isTerminated = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = RETRY_MS;
  /** The node stops: commands wait for the connection to another node. */
  private isMoving = false;
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly socket: RawSocket,
    private readonly notify: SocketConnectionEvents,
  ) {
    socket.on('connect', () => this.onConnect());
    socket.on('disconnect', () => this.onDisconnect());
    socket.on('connect_error', (error: Error & { data?: unknown }) => this.onConnectRejected(error.data));
    socket.on('session.ended', ({ error, reconnect }: { error: ErrorView; reconnect: boolean }) => {
      if (!reconnect) this.terminate(error);
      else if (error.code === 'RATE_LIMITED') this.retryMs = RATE_LIMITED_RETRY_MS;
      else if (error.code === 'SHUTTING_DOWN') this.move();
    });
  }

  connect(): void {
    this.socket.connect();
  }

  reconnect(): void {
    this.isTerminated = false;
    this.notify.fatalError(null);
    clearTimeout(this.retryTimer);
    this.socket.disconnect();
    this.setState('connecting');
    this.socket.connect();
  }

  /** The page is visible or the network is back: reconnects at once. */
  wake(): void {
    if (this.isTerminated || this.state !== 'down') return;
    clearTimeout(this.retryTimer);
    // Only a new connect ends socket.io's delay between its own attempts.
    this.socket.disconnect();
    this.socket.connect();
  }

  /** The server does not answer any more. Commands in flight are repeated or rejected, as after any loss. */
  lose(): void {
    if (this.state === 'up') this.socket.disconnect();
  }

  async send(command: string, payload: unknown, queue: boolean): Promise<unknown> {
    for (;;) {
      if (this.state !== 'up') await this.waitForConnection(queue);
      const reply = await this.request(command, payload);
      if (reply !== 'broken') return this.unwrap(reply);
      if (!queue) throw new Rejection('OFFLINE');
    }
  }

  sendVolatile(command: string, payload: unknown): void {
    this.socket.volatile.emit(command, payload);
  }

  on(event: string, handler: Handler): () => void {
    this.socket.on(event, handler);
    return () => void this.socket.off(event, handler);
  }

  private async request(command: string, payload: unknown): Promise<Ack<unknown> | 'broken'> {
    try {
      return (await this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck(command, payload)) as Ack<unknown>;
    } catch {
      if (this.socket.connected) throw new Rejection('TIMEOUT');
      return 'broken';
    }
  }

  private unwrap(reply: Ack<unknown>): unknown {
    if (reply.ok) return reply.data;
    throw new Rejection(reply.error.code, reply.error.detail);
  }

  /** Commands wait for the first connection; later only queued ones wait. */
  private waitForConnection(queue: boolean): Promise<void> {
    if (this.isTerminated || (this.state === 'down' && !queue)) return Promise.reject(new Rejection('OFFLINE'));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { resolve, reject };
      this.waiting.add(waiting);
      if (queue) return;
      setTimeout(() => {
        if (this.waiting.delete(waiting)) reject(new Rejection('OFFLINE'));
      }, ACK_TIMEOUT_MS);
    });
  }

  private move(): void {
    this.isMoving = true;
    this.retryMs = MOVE_MS;
    this.setState('connecting');
  }

  private onConnect(): void {
    clearTimeout(this.retryTimer);
    this.isMoving = false;
    this.setState('up');
    for (const waiting of this.waiting) waiting.resolve();
    this.waiting.clear();
  }

  private onDisconnect(): void {
    // A command for this connection must not use the next one, which may belong to another user.
    this.socket.sendBuffer.length = 0;
    if (!this.isMoving) this.setState('down');
    this.scheduleReconnect();
  }

  private onConnectRejected(data: unknown): void {
    this.isMoving = false;
    this.setState('down');
    if (isErrorView(data) && PERMANENT_CODES.includes(data.code)) return this.terminate(data);
    if (isErrorView(data) && data.code === 'RATE_LIMITED') this.retryMs = RATE_LIMITED_RETRY_MS;
    this.scheduleReconnect();
  }

  /** socket.io reconnects after a network error, but not after the server closed or rejected the connection. */
  private scheduleReconnect(): void {
    if (this.isTerminated || this.socket.active) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.socket.connect(), this.retryMs * (0.5 + Math.random()));
    this.retryMs = RETRY_MS;
  }

  private terminate(reason: ErrorView): void {
    this.isTerminated = true;
    this.notify.fatalError(reason);
    this.socket.disconnect();
    this.setState('down');
    for (const waiting of this.waiting) waiting.reject(new Rejection('OFFLINE'));
    this.waiting.clear();
  }

  private setState(state: 'connecting' | 'up' | 'down'): void {
    this.state = state;
    this.notify.state(state);
  }
}
