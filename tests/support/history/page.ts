import {
  type CommandName,
  type CommandPayload,
  type CommandReply,
  LOG_TYPES,
  PROTOCOL_VERSION,
  type RoomEvent,
} from '@visionary/contract';
import type { Socket } from 'socket.io-client';
import type { Outbox } from '../../../web/src/chat/outbox/outbox.js';
import { Rejection } from '../../../web/src/shared/api/rejection.js';
import { SocketConnection, type RawSocket } from '../../../web/src/shared/socket/socket-connection.js';
import { onCleanup } from '../cleanup.js';
import { socketOf } from '../live-client.js';
import { Browser } from './browser.js';
import { PageRoom, patience } from './page-room.js';
import type { Recorder } from './recorder.js';

declare global {
  /** The console of a browser; the client logs unexpected errors there. */
  function reportError(error: unknown): void;
}
globalThis.reportError ??= (error) =>
  void process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);

/** Commands that create one event and may be retried; messages use the outbox instead. */
export type RetryableCommand = 'chat.edit' | 'chat.delete' | 'chat.pin' | 'chat.react';

export interface Visit {
  readonly url: string;
  readonly cookie: string;
  readonly userId: string;
  /** Id of this page; a user may have several. */
  readonly client: string;
  readonly recorder: Recorder;
  /** The browser shared with other pages of the user; without it, this is the only page. */
  readonly browser?: Browser;
}

/** After these codes the command is retried: its effect is unknown. */
const AGAIN = ['UNAVAILABLE', 'TIMEOUT', 'OFFLINE', 'SHUTTING_DOWN', 'RATE_LIMITED'];

/** Reconnects at once: the test is about the reconnect, not the delay. */
const HASTY = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 200, timeout: 15_000 };

/** A headless page: the transport of the client and its rooms, over a real socket. It reconnects after every disconnect. */
export class Page {
  readonly rooms = new Map<string, PageRoom>();
  readonly client: string;
  readonly userId: string;
  private readonly socketConnection: SocketConnection;
  private readonly socket: Socket;
  private readonly recorder: Recorder;
  private readonly browser: Browser;
  private readonly outbox: Outbox;
  private state: 'connecting' | 'up' | 'down' = 'connecting';
  private isAwake = true;
  private isClosed = false;
  /** The reason why the server ended the session, if it did. */
  ended: string | undefined;

  constructor({ url, cookie, userId, client, recorder, browser = new Browser(userId) }: Visit) {
    this.client = client;
    this.userId = userId;
    this.recorder = recorder;
    this.socket = socketOf(url, cookie, { ...HASTY, auth: { protocol: PROTOCOL_VERSION, page: client } });
    const connect = this.socket.connect.bind(this.socket);
    // The transport always reconnects; a suspended or closed tab doesn't.
    this.socket.connect = () => (this.isAwake ? connect() : this.socket);
    onCleanup(() => this.close());
    for (const type of LOG_TYPES) this.socket.on(type, (event: RoomEvent) => this.receive(event));
    this.socket.on('rooms.logHead', ({ roomId, seq }: { roomId: string; seq: number }) =>
      this.rooms.get(roomId)?.at(seq),
    );
    this.socket.on('session.ended', (said: { error: { code: string } }) =>
      recorder.add({ kind: 'cut', client, why: said.error.code }),
    );
    this.socketConnection = new SocketConnection(this.socket as unknown as RawSocket, {
      state: (now) => this.move(now),
      fatalError: (why) => void (this.ended = why?.code),
    });
    this.browser = browser;
    this.outbox = browser.open({
      connectedAs: () => (this.isUp && !this.isClosed ? userId : null),
      deliver: ({ roomId, clientId, text }) => this.deliver(roomId, clientId, text),
      receive: (event) => this.rooms.get(event.roomId)?.receive(event),
      seqOf: (roomId) => this.rooms.get(roomId)?.seq,
    });
    this.socketConnection.connect();
  }

  get isUp(): boolean {
    return this.state === 'up';
  }

  open(roomId: string): PageRoom {
    const line = {
      client: this.client,
      recorder: this.recorder,
      isUp: () => this.isUp,
      applied: (event: RoomEvent) => this.settle(event),
      ask: <C extends CommandName>(command: C, payload: CommandPayload<C>) => this.ask(command, payload, false),
    };
    const room = new PageRoom(roomId, line);
    this.rooms.set(roomId, room);
    if (this.isUp) room.open();
    return room;
  }

  room(roomId: string): PageRoom {
    const room = this.rooms.get(roomId);
    if (!room) throw new Error(`${this.client} has not opened ${roomId}`);
    return room;
  }

  /** Sends a message through the outbox of the client: now, or after a reconnect. Resolves on the final reply. */
  say(roomId: string, text: string): Promise<void> {
    const { client, userId, recorder } = this;
    const { clientId, answered } = this.browser.say(this.outbox, roomId, text);
    recorder.add({ kind: 'requested', client, roomId, userId, clientId, command: 'chat.send' });
    return answered;
  }

  /** Retries until there is a reply, across disconnects; temporary rejections are retried. */
  async command<C extends RetryableCommand>(command: C, payload: CommandPayload<C>): Promise<void> {
    const { client, userId, recorder } = this;
    const { roomId, clientId } = payload;
    recorder.add({ kind: 'requested', client, roomId, userId, clientId, command });
    for (let failures = 1; !this.isClosed; failures++) {
      try {
        const { event } = (await this.ask(command, payload, true)) as { event: RoomEvent };
        recorder.add({ kind: 'acknowledged', client, clientId, event });
        this.rooms.get(roomId)?.receive(event);
        return;
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        recorder.add({ kind: 'rejected', client, clientId, code: error.code });
        if (!AGAIN.includes(error.code)) return;
        await patience(failures);
      }
    }
  }

  /** Breaks the connection; the page reconnects by itself. */
  disconnect(): void {
    this.recorder.add({ kind: 'cut', client: this.client, why: 'the line' });
    this.socket.io.engine?.close();
  }

  /** Suspends the page until `wake`. */
  sleep(): void {
    this.recorder.add({ kind: 'cut', client: this.client, why: 'asleep' });
    this.isAwake = false;
    this.socket.disconnect();
  }

  wake(): void {
    this.isAwake = true;
    this.socketConnection.connect();
  }

  close(): void {
    if (this.isClosed) return;
    this.recorder.add({ kind: 'closed', client: this.client });
    this.isClosed = true;
    this.isAwake = false;
    this.browser.close(this.outbox);
    // Like a reconnect by itself: the transport doesn't interfere.
    Object.defineProperty(this.socket, 'active', { value: true });
    this.socket.disconnect();
    // A manager with an active socket would keep reconnecting.
    this.socket.io._close();
  }

  /** The underlying connection, for a test that stops reading. */
  get engine(): { transport: { ws: { _socket: { pause(): void; resume(): void } } } } {
    return this.socket.io.engine as never;
  }

  async ask<C extends CommandName>(command: C, payload: CommandPayload<C>, queue: boolean): Promise<CommandReply<C>> {
    return (await this.socketConnection.send(command, payload, queue)) as CommandReply<C>;
  }

  private async deliver(roomId: string, clientId: string, text: string): Promise<RoomEvent> {
    const { client, recorder } = this;
    try {
      const { event } = await this.ask('chat.send', { roomId, clientId, text }, false);
      recorder.add({ kind: 'acknowledged', client, clientId, event });
      return event;
    } catch (error) {
      if (error instanceof Rejection) recorder.add({ kind: 'rejected', client, clientId, code: error.code });
      throw error;
    }
  }

  private settle(event: RoomEvent): void {
    if (event.type !== 'chat.sent' || event.payload.message.author.id !== this.userId) return;
    const { clientId } = event.payload.message;
    if (!this.browser.settle(this.outbox, event, clientId)) return;
    this.recorder.add({ kind: 'acknowledged', client: this.client, clientId, event });
  }

  private receive(event: RoomEvent): void {
    this.recorder.add({ kind: 'received', client: this.client, event });
    this.rooms.get(event.roomId)?.receive(event);
  }

  private move(now: 'connecting' | 'up' | 'down'): void {
    this.state = now;
    for (const room of this.rooms.values()) {
      if (now === 'up') room.open();
      else room.lineLost();
    }
    if (now === 'up') void this.outbox.send();
  }
}
