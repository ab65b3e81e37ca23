import { Logger } from '@nestjs/common';
import type { RoomEvent, EphemeralEventName, VolatilePayload } from '@visionary/contract';
import type { Server } from 'socket.io';
import { LOBBY_CHANNEL, userChannel, roomChannel, visitorsOf } from './live-socket.js';

/** How slices speak to sockets. Each call encodes once, however many listen. */
export class Broadcast {
  private readonly logger = new Logger('Broadcast');
  private io: Server | undefined;
  /** Log events that leave as soon as whoever caused them is answered. */
  private waiting: RoomEvent[] = [];

  attach(io: Server): void {
    this.io = io;
    const adapter = io.of('/').adapter as { del(socketId: string, room: string): unknown };
    const del = adapter.del.bind(adapter);
    // Whoever leaves a room has heard what was said before.
    adapter.del = (socketId, room) => {
      this.flush();
      return del(socketId, room);
    };
  }

  /**
   * A log event to everybody in its room, on every node: in the order of the calls, and before whatever is said by any other
   * method from now on. What is running now goes on to its end first, so that who waits for an answer does not wait for
   * the writing to a thousand others.
   */
  log(event: RoomEvent): void {
    if (this.waiting.push(event) === 1) process.nextTick(() => this.flush());
  }

  /** What waits is sent now. */
  flush(): void {
    const events = this.waiting;
    if (events.length === 0) return;
    this.waiting = [];
    for (const event of events) {
      try {
        this.io?.to(roomChannel(event.roomId)).emit(event.type, event);
      } catch (error) {
        // Those after it are for others.
        this.logger.error(`${event.type} could not be sent`, error instanceof Error ? error.stack : error);
      }
    }
  }

  /** A log event once more, to this node's sockets only: who has missed some sees by its seq that they did. */
  logHere(event: RoomEvent): void {
    this.out?.local.to(roomChannel(event.roomId)).emit(event.type, event);
  }

  /** To every page of one user, on every node. Waits in a slow socket's queue. */
  toUser<E extends EphemeralEventName>(userId: string, event: E, payload: VolatilePayload<E>): void {
    this.out?.to(userChannel(userId)).emit(event, payload);
  }

  /** As toPerson, and to everybody in the room: each page once. */
  toUserAndRoom<E extends EphemeralEventName>(
    userId: string,
    roomId: string,
    event: E,
    payload: VolatilePayload<E>,
  ): void {
    this.out?.to([userChannel(userId), roomChannel(roomId)]).emit(event, payload);
  }

  /** As toPerson, to this node's sockets only: for what each node finds out by itself. */
  toUserHere<E extends EphemeralEventName>(userId: string, event: E, payload: VolatilePayload<E>): void {
    this.out?.local.to(userChannel(userId)).emit(event, payload);
  }

  /**
   * To this node's sockets in any of these channels, each once. Waits in a slow socket's queue.
   * @param butPeople whose pages do not hear it
   */
  toHere<E extends EphemeralEventName>(
    channels: readonly string[],
    event: E,
    payload: VolatilePayload<E>,
    butUsers: readonly string[] = [],
  ): void {
    // Socket.IO takes no channel at all for all sockets there are.
    if (channels.length === 0) return;
    this.out?.local
      .to([...channels])
      .except(butUsers.map(userChannel))
      .emit(event, payload);
  }

  /** This node's visitors with such a page open (`OpenSubscriptions`) are told this last, and hear no more of it. */
  removeLocalVisitors<E extends EphemeralEventName>(channel: string, event: E, payload: VolatilePayload<E>): void {
    const visitors = visitorsOf(channel);
    this.out?.local.to(visitors).emit(event, payload);
    this.io?.local.in(visitors).socketsLeave([channel, visitors]);
  }

  /** To every page on this node. Waits in a slow socket's queue. */
  toAllHere<E extends EphemeralEventName>(event: E, payload: VolatilePayload<E>): void {
    this.out?.local.emit(event, payload);
  }

  /** To the room's sockets on this node only; `except` is a socket id. Waits in a slow socket's queue. */
  toRoomHere<E extends EphemeralEventName>(
    roomId: string,
    event: E,
    payload: VolatilePayload<E>,
    except?: string,
  ): void {
    const local = this.out?.local.to(roomChannel(roomId));
    (except ? local?.except(except) : local)?.emit(event, payload);
  }

  /**
   * As toRoomHere, but dropped for every socket that has not yet taken the one before: newest wins.
   * @param butPeople whose pages do not hear it
   */
  dropToRoomHere<E extends EphemeralEventName>(
    roomId: string,
    event: E,
    payload: VolatilePayload<E>,
    except?: string,
    butUsers: readonly string[] = [],
  ): void {
    const silent = [...(except ? [except] : []), ...butUsers.map(userChannel)];
    const local = this.out?.local.volatile.to(roomChannel(roomId));
    (silent.length > 0 ? local?.except(silent) : local)?.emit(event, payload);
  }

  /** As toHere, but dropped for every socket that has not yet taken the one before: newest wins. */
  dropHere<E extends EphemeralEventName>(channel: string, event: E, payload: VolatilePayload<E>): void {
    this.out?.local.volatile.to(channel).emit(event, payload);
  }

  /** To the lobby's sockets on this node only. */
  toLobbyHere<E extends EphemeralEventName>(event: E, payload: VolatilePayload<E>): void {
    this.out?.local.volatile.to(LOBBY_CHANNEL).emit(event, payload);
  }

  private get out(): Server | undefined {
    this.flush();
    return this.io;
  }

  /** Sockets of this node, for the health page. */
  get socketsHere(): number {
    return this.io?.of('/').sockets.size ?? 0;
  }

  /** Rooms with a socket on this node. */
  get roomsHere(): string[] {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])];
    return channels
      .filter((name) => name.startsWith(roomChannel('')))
      .map((name) => name.slice(roomChannel('').length));
  }

  /** Sockets of this node that are in a room. */
  sizeHere(roomId: string): number {
    return this.io?.of('/').adapter.rooms.get(roomChannel(roomId))?.size ?? 0;
  }

  /** Those who are signed in on a socket of this node. */
  get usersHere(): string[] {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])];
    return channels
      .filter((name) => name.startsWith(userChannel('')))
      .map((name) => name.slice(userChannel('').length));
  }

  /** Whether every page that somebody has on this node hears the room. */
  isFullyIn(roomId: string, userId: string): boolean {
    const rooms = this.io?.of('/').adapter.rooms;
    const inRoom = rooms?.get(roomChannel(roomId));
    return [...(rooms?.get(userChannel(userId)) ?? [])].every((socketId) => inRoom?.has(socketId));
  }

  /** Whether any socket of this node is in the channel. */
  hasLocalListeners(channel: string): boolean {
    return this.io?.of('/').adapter.rooms.has(channel) ?? false;
  }

  /** Sockets of this node that watch the lobby. */
  get lobbyHere(): number {
    return this.io?.of('/').adapter.rooms.get(LOBBY_CHANNEL)?.size ?? 0;
  }
}
