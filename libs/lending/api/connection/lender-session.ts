import type { ErrorCode } from '@visionary/contract';
import {
  encodeMessage,
  lendingProtocol as protocol,
  type LenderPort,
  type OpenedConnection,
  parseHello,
  parseLenderMessage,
} from '@visionary/generation';
import type { Rejection } from '@visionary/kernel';
import { TokenBucket } from '@visionary/platform/realtime';
import type { WebSocket } from 'ws';

/** Messages of a fast card that renders small images; requests for files have a limit of their own. */
const MESSAGES_PER_SECOND = 500;
const BURST = 2_000;
/** A program that does not read what it requested is cut off. */
const MAX_BUFFERED_BYTES = 16 * 2 ** 20;
/** The first message has a token and little else. */
const MAX_HELLO_BYTES = 2_048;
const CLOSED = 1000;

export interface SessionHandlers {
  onHello(hello: protocol.LenderHello): void;
  /** Called once. */
  onClose(): void;
}

/** The WebSocket of one program: its messages, parsed, and its end. */
export class LenderSession implements LenderPort {
  /** Once its token is known. */
  rendererId = '';
  opened: OpenedConnection | undefined;
  isClosed = false;
  private readonly bucket = new TokenBucket(performance.now(), MESSAGES_PER_SECOND, BURST);
  private hasSaidHello = false;
  private receivedAtMs = performance.now();
  private isClosing = false;
  private readonly helloTimer: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly handlers: SessionHandlers,
  ) {
    this.helloTimer = setTimeout(() => socket.terminate(), protocol.HELLO_DEADLINE_MS);
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data) => this.onMessage(data as Buffer));
    // Followed by `close`.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(this.helloTimer);
      this.end();
    });
  }

  send(message: protocol.InstanceMessage): void {
    if (this.isClosing) return;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) return this.socket.terminate();
    this.socket.send(encodeMessage(message));
  }

  close(code: ErrorCode, isFinal: boolean, reason?: string): void {
    this.send({ type: 'rejected', code, isFinal, ...(reason !== undefined && { reason }) });
    this.isClosing = true;
    // It gets no more takes, whether or not the program answers the close.
    this.end();
    this.socket.close(CLOSED);
    // A program that does not answer the close is cut off.
    setTimeout(() => this.socket.terminate(), protocol.HELLO_DEADLINE_MS).unref();
  }

  reject({ code, detail }: Rejection, isFinal = true): void {
    this.close(code as ErrorCode, isFinal, typeof detail?.reason === 'string' ? detail.reason : undefined);
  }

  private end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.handlers.onClose();
  }

  /** Closes a connection that has been silent for too long, else asks for a sign of life. */
  ping(): void {
    if (performance.now() - this.receivedAtMs > protocol.SILENCE_MS) this.socket.terminate();
    else this.send({ type: 'ping' });
  }

  private onMessage(data: Buffer): void {
    if (this.isClosing) return;
    this.receivedAtMs = performance.now();
    if (!this.hasSaidHello) return this.onFirstMessage(data);
    const { opened } = this;
    // A program waits for the answer to its hello.
    const message = opened && parseLenderMessage(data);
    if (!message) return this.close('INVALID', true);
    if (message.type !== 'read' && this.bucket.spend(this.receivedAtMs) !== 'granted') {
      return this.close('RATE_LIMITED', false);
    }
    opened.connection.receive(message);
  }

  private onFirstMessage(data: Buffer): void {
    const hello = data.length <= MAX_HELLO_BYTES ? parseHello(data) : undefined;
    if (!hello) return this.socket.terminate();
    this.hasSaidHello = true;
    clearTimeout(this.helloTimer);
    this.handlers.onHello(hello);
  }
}
