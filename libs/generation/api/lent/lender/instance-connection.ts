import { WebSocket } from 'ws';
import { decodeInstanceMessage, encodeMessage } from '../lender-messages.js';
import {
  type InstanceMessage,
  LENDING_PATH,
  LENDING_PROTOCOL,
  type LenderMessage,
  PING_INTERVAL_MS,
  SILENCE_MS,
} from '../../../domain/lending-protocol.js';
import { type ConnectionProblem, connectionProblemOf, statusOf } from './connection-problem.js';

const FIRST_PAUSE_MS = 1_000;
const LAST_PAUSE_MS = 60_000;
/** An instance that the program reached for this long is no reason to pause longer. */
const STABLE_MS = 60_000;

/** Messages about takes. */
export type OtherMessage = Exclude<InstanceMessage, { type: 'ping' | 'welcome' | 'rejected' }>;

export type Rejected = Extract<InstanceMessage, { type: 'rejected' }>;

export interface InstanceListener {
  /** The instance accepted the token. */
  onWelcome(message: Extract<InstanceMessage, { type: 'welcome' }>): void;
  onMessage(message: OtherMessage): void;
  /** The connection is lost, and made again after a pause. */
  onLost(problem: ConnectionProblem, reason: string): void;
  /** The instance does not want this program. */
  onRejected(message: Rejected): void;
}

export interface InstanceAddress {
  /** Of the instance, with http or https. */
  readonly url: URL;
  readonly token: string;
  /** Of this program. */
  readonly version: string;
  /** Which of its renderers this is, from 0. */
  readonly card?: number;
}

/** The connection of a program to the instance that it lends its renderer to. Made again whenever it is lost. */
export class InstanceConnection {
  private socket: WebSocket | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private receivedAtMs = 0;
  private timers: NodeJS.Timeout[] = [];
  private isStopped = false;
  /** Whether the instance has accepted this program before. */
  private isKnown = false;

  constructor(
    private readonly address: InstanceAddress,
    private readonly listener: InstanceListener,
  ) {}

  /** Bytes that are not sent yet. */
  get bufferedBytes(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  start(): void {
    this.timers = [setInterval(() => this.checkSilence(), PING_INTERVAL_MS)];
    this.connect();
  }

  stop(): void {
    this.isStopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.socket?.close();
  }

  /** @returns once it is sent. @throws Error without a connection */
  send(message: LenderMessage): Promise<void> {
    const { socket } = this;
    return new Promise((resolve, reject) => {
      if (socket?.readyState !== WebSocket.OPEN) return reject(new Error('there is no connection to the instance'));
      socket.send(encodeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  private connect(): void {
    const { url, token, version, card = 0 } = this.address;
    const target = new URL(LENDING_PATH, url);
    target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(target, { handshakeTimeout: SILENCE_MS });
    this.socket = socket;
    this.receivedAtMs = performance.now();
    let problem: ConnectionProblem = 'lost';
    let reason = '';
    let isOpen = false;
    const openedAtMs = performance.now();
    const hello = { type: 'hello', protocol: LENDING_PROTOCOL, token, version, ...(card > 0 && { card }) } as const;
    socket.on('open', () => {
      isOpen = true;
      socket.send(encodeMessage(hello));
    });
    socket.on('message', (data) => this.receive(data as Buffer));
    socket.on('error', (error) => {
      problem = connectionProblemOf(error, { isHttps: url.protocol === 'https:', isKnown: this.isKnown, isOpen });
      reason = reasonOf(error);
    });
    socket.once('close', () => {
      if (performance.now() - openedAtMs > STABLE_MS) this.pauseMs = FIRST_PAUSE_MS;
      if (!this.isStopped) this.reconnect(problem, reason);
    });
  }

  private reconnect(problem: ConnectionProblem, reason: string): void {
    // Programs that lost the same instance return at different times.
    const pauseMs = Math.round(this.pauseMs * (0.5 + Math.random() / 2));
    this.pauseMs = Math.min(LAST_PAUSE_MS, this.pauseMs * 2);
    this.listener.onLost(problem, reason);
    this.timers.push(setTimeout(() => this.connect(), pauseMs));
  }

  private receive(data: Buffer): void {
    this.receivedAtMs = performance.now();
    const message = decodeInstanceMessage(data);
    if (message.type === 'ping') return void this.send({ type: 'pong' }).catch(() => undefined);
    if (message.type === 'welcome') {
      this.isKnown = true;
      return this.listener.onWelcome(message);
    }
    if (message.type !== 'rejected') return this.listener.onMessage(message);
    if (message.isFinal) this.stop();
    this.listener.onRejected(message);
  }

  private checkSilence(): void {
    if (performance.now() - this.receivedAtMs > SILENCE_MS) this.socket?.terminate();
  }
}

const reasonOf = (error: Error): string => {
  const status = statusOf(error);
  return status === undefined ? error.message : `HTTP ${status}`;
};
