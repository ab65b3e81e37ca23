import { expect } from '@jest/globals';
import {
  type Ack,
  type CommandName,
  type CommandPayload,
  type CommandReply,
  COMMANDS,
  PROTOCOL_VERSION,
  RoomEvent,
  EPHEMERAL_EVENTS,
  type EphemeralEventName,
  type ServerEvents,
} from '@visionary/contract';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { clientParser } from '../../libs/platform/realtime/wire-parser.js';
import { DEADLINE_MS } from './deadlines.js';
import { onCleanup } from './cleanup.js';

type EventOf<E extends keyof ServerEvents> = Parameters<ServerEvents[E]>[0];

/** Events in the message of a wait that failed. */
const MAX_LISTED = 40;
/** Messages of the server that violate its contract; must stay empty. */
const violations: unknown[] = [];

const checked = (schema: { safeParse(value: unknown): { error?: unknown } }, what: string, value: unknown): void => {
  const { error } = schema.safeParse(value);
  if (error) violations.push({ what, error: String(error), value: JSON.stringify(value).slice(0, 500) });
};

/** The socket of one page. All messages of the server are validated against the contract. */
export class LiveClient {
  constructor(readonly socket: Socket) {
    socket.onAny((name: string, said: unknown) =>
      checked(name in EPHEMERAL_EVENTS ? EPHEMERAL_EVENTS[name as EphemeralEventName] : RoomEvent, name, said),
    );
  }

  /** @returns the acknowledgement, also a rejection. */
  async ask<C extends CommandName>(command: C, payload: CommandPayload<C>): Promise<Ack<CommandReply<C>>> {
    const ack = (await this.socket.timeout(DEADLINE_MS).emitWithAck(command, payload)) as Ack<CommandReply<C>>;
    if (ack.ok) checked(COMMANDS[command].reply, `reply of ${command}`, ack.data);
    return ack;
  }

  /** @returns the reply. @throws Error when it is rejected */
  async do<C extends CommandName>(command: C, payload: CommandPayload<C>): Promise<CommandReply<C>> {
    const ack = await this.ask(command, payload);
    if (!ack.ok) throw new Error(`${command} was refused: ${JSON.stringify(ack.error)}`);
    return ack.data;
  }

  /** @returns the code of the rejection, or 'ok'. */
  async rejectionOf<C extends CommandName>(command: C, payload: CommandPayload<C>): Promise<string> {
    const ack = await this.ask(command, payload);
    return ack.ok ? 'ok' : ack.error.code;
  }

  on(event: string, listener: (...said: never[]) => void): void {
    this.socket.on(event, listener as (...said: unknown[]) => void);
  }

  off(event: string, listener: (...said: never[]) => void): void {
    this.socket.off(event, listener as (...said: unknown[]) => void);
  }

  /**
   * Waits for an event instead of sleeping. Call it before the action that causes the event.
   * @param matches accepts an event; other events are listed when the deadline passes
   * @throws Error when no event matches within `deadlineMs`
   */
  next<E extends keyof ServerEvents>(
    name: E,
    matches: (event: EventOf<E>) => boolean = () => true,
    deadlineMs = DEADLINE_MS,
  ): Promise<EventOf<E>> {
    return new Promise((resolve, reject) => {
      const others: EventOf<E>[] = [];
      const events: string[] = [];
      const note = (event: string, said: unknown) =>
        void events.push(/failed|cancelled/i.test(event) ? `${event} ${JSON.stringify(said)}` : event);
      this.socket.onAny(note);
      const listen = (event: EventOf<E>) => {
        if (!matches(event)) {
          others.push(event);
          return;
        }
        leave();
        resolve(event);
      };
      const deadline = setTimeout(() => {
        leave();
        const instead = others.length > 0 ? `, but: ${JSON.stringify(others).slice(0, 2_000)}` : ' at all';
        const last = `Latest events: ${events.slice(-MAX_LISTED).join(', ')}`;
        reject(new Error(`"${name}" was not received within ${deadlineMs} ms${instead}\n${last}`));
      }, deadlineMs);
      // An abandoned wait must not keep the worker alive.
      deadline.unref();
      const leave = () => {
        clearTimeout(deadline);
        this.socket.offAny(note);
        this.off(name, listen);
      };
      this.on(name, listen);
    });
  }

  /** Resolves when the socket is disconnected. */
  disconnected(): Promise<unknown> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }

  /** Collects events of a name from now on, in order. */
  collect<E extends keyof ServerEvents>(name: E): EventOf<E>[] {
    const events: EventOf<E>[] = [];
    this.on(name, (event: EventOf<E>) => events.push(event));
    return events;
  }

  close(): void {
    this.socket.disconnect();
  }
}

type Settings = Partial<ManagerOptions & SocketOptions>;

/** A socket like the client opens it; not connected yet. It is closed after the last test of the file. */
export const socketOf = (url: string, cookie = '', settings: Settings = {}): Socket => {
  const socket = io(url, {
    ...{ transports: ['websocket'], parser: clientParser, forceNew: true, reconnection: false, autoConnect: false },
    auth: { protocol: PROTOCOL_VERSION },
    ...settings,
    extraHeaders: { ...(cookie && { cookie }), ...settings.extraHeaders },
  });
  onCleanup(() => {
    socket.disconnect();
    expect(violations).toEqual([]);
  });
  return socket;
};

/** @param cookie of a session; empty for a visitor. @throws Error as the client gets it when the server rejects it */
export const connect = async (url: string, cookie = '', settings: Settings = {}): Promise<LiveClient> => {
  const socket = socketOf(url, cookie, settings);
  const client = new LiveClient(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
    socket.connect();
  });
  return client;
};
