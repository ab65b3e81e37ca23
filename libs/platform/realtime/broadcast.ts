import { Logger } from '@nestjs/common';
import type { RoomEvent, EphemeralEventName, VolatilePayload } from '@visionary/contract';
import type { Server } from 'socket.io';
import { LOBBY_CHANNEL, userChannel, roomChannel, visitorsOf } from './live-socket.js';

/** Sends events to sockets. Each call encodes once, however many sockets receive it. */
export class Broadcast {
  private readonly logger = new Logger('Broadcast');
  private io: Server | undefined;
  /** Log events sent after the running code, so that the sender is acknowledged first. */
  private queuedEvents: RoomEvent[] = [];

  attach(io: Server): void {
    this.io = io;
    const adapter = io.of('/').adapter as { del(socketId: string, room: string): unknown };
    const del = adapter.del.bind(adapter);
    // Sends queued events to a socket before it leaves a room.
    adapter.del = (socketId, room) => {
      this.flush();
      return del(socketId, room);
    };
  }

  /**
   * Sends a log event to everyone in its room, on every node: in call order, and before anything sent by other methods
   * afterwards. Deferred to the end of the running task, so that an acknowledgement doesn't wait for writing to a
   * thousand sockets.
   */
  log(event: RoomEvent): void {
    if (this.queuedEvents.push(event) === 1) process.nextTick(() => this.flush());
  }

  /** Sends queued log events now. */
  flush(): void {
    const events = this.queuedEvents;
    if (events.length === 0) return;
    this.queuedEvents = [];
    for (const event of events) {
      try {
        this.io?.to(roomChannel(event.roomId)).emit(event.type, event);
      } catch (error) {
        // Continue with the events of other rooms.
        this.logger.error(`Could not send ${event.type}`, error instanceof Error ? error.stack : error);
      }
    }
  }

  /** Repeats a log event to this node's sockets only. Clients with a gap notice it by the seq. */
  logLocally(event: RoomEvent): void {
    this.flushedServer?.local.to(roomChannel(event.roomId)).emit(event.type, event);
  }

  /** To all sockets of one user, on every node. Not dropped under load. */
  toUser<E extends EphemeralEventName>(userId: string, event: E, payload: VolatilePayload<E>): void {
    this.flushedServer?.to(userChannel(userId)).emit(event, payload);
  }

  /** Like `toUser`, and to everyone in the room, each socket once. */
  toUserAndRoom<E extends EphemeralEventName>(
    userId: string,
    roomId: string,
    event: E,
    payload: VolatilePayload<E>,
  ): void {
    this.flushedServer?.to([userChannel(userId), roomChannel(roomId)]).emit(event, payload);
  }

  /** Like `toUser`, but only on this node, for state that each node detects on its own. */
  toUserLocally<E extends EphemeralEventName>(userId: string, event: E, payload: VolatilePayload<E>): void {
    this.flushedServer?.local.to(userChannel(userId)).emit(event, payload);
  }

  /**
   * To this node's sockets in any of the channels, each once. Not dropped under load.
   * @param exceptUsers users whose sockets are skipped
   */
  toChannelsLocally<E extends EphemeralEventName>(
    channels: readonly string[],
    event: E,
    payload: VolatilePayload<E>,
    exceptUsers: readonly string[] = [],
  ): void {
    // Socket.IO treats an empty list as all sockets.
    if (channels.length === 0) return;
    this.flushedServer?.local
      .to([...channels])
      .except(exceptUsers.map(userChannel))
      .emit(event, payload);
  }

  /** Sends a last event to this node's visitors of a channel (`OpenSubscriptions`) and removes them from it. */
  removeLocalVisitors<E extends EphemeralEventName>(channel: string, event: E, payload: VolatilePayload<E>): void {
    const visitors = visitorsOf(channel);
    this.flushedServer?.local.to(visitors).emit(event, payload);
    this.io?.local.in(visitors).socketsLeave([channel, visitors]);
  }

  /** To all sockets of this node. Not dropped under load. */
  toAllLocally<E extends EphemeralEventName>(event: E, payload: VolatilePayload<E>): void {
    this.flushedServer?.local.emit(event, payload);
  }

  /** To the room's sockets on this node. Not dropped under load. @param except ids of sockets, or channels */
  toRoomLocally<E extends EphemeralEventName>(
    roomId: string,
    event: E,
    payload: VolatilePayload<E>,
    except?: string | string[],
  ): void {
    const local = this.flushedServer?.local.to(roomChannel(roomId));
    (except ? local?.except(except) : local)?.emit(event, payload);
  }

  /**
   * Like `toRoomLocally`, but dropped for sockets that haven't flushed earlier packets.
   * @param exceptUsers users whose sockets are skipped
   */
  volatileToRoomLocally<E extends EphemeralEventName>(
    roomId: string,
    event: E,
    payload: VolatilePayload<E>,
    except?: string,
    exceptUsers: readonly string[] = [],
  ): void {
    const excluded = [...(except ? [except] : []), ...exceptUsers.map(userChannel)];
    const local = this.flushedServer?.local.volatile.to(roomChannel(roomId));
    (excluded.length > 0 ? local?.except(excluded) : local)?.emit(event, payload);
  }

  /** Ids of the sockets of this node in a channel. */
  localSocketsIn(channel: string): ReadonlySet<string> {
    return this.io?.of('/').adapter.rooms.get(channel) ?? new Set();
  }

  /** Like `volatileToChannelLocally`, without some sockets. */
  volatileToChannelExcept<E extends EphemeralEventName>(
    channel: string,
    event: E,
    payload: VolatilePayload<E>,
    socketIds: readonly string[],
  ): void {
    const local = this.flushedServer?.local.volatile.to(channel);
    (socketIds.length > 0 ? local?.except([...socketIds]) : local)?.emit(event, payload);
  }

  /** To some sockets of this node. Dropped for those that haven't flushed earlier packets. */
  volatileToSockets<E extends EphemeralEventName>(
    socketIds: readonly string[],
    event: E,
    payload: VolatilePayload<E>,
  ): void {
    // Socket.IO treats an empty list as all sockets.
    if (socketIds.length > 0) this.flushedServer?.local.volatile.to([...socketIds]).emit(event, payload);
  }

  /** Like `toChannelsLocally`, but dropped for sockets that haven't flushed earlier packets. */
  volatileToChannelLocally<E extends EphemeralEventName>(channel: string, event: E, payload: VolatilePayload<E>): void {
    this.flushedServer?.local.volatile.to(channel).emit(event, payload);
  }

  /** To the lobby's sockets on this node. Dropped for slow sockets. */
  toLobbyLocally<E extends EphemeralEventName>(event: E, payload: VolatilePayload<E>): void {
    this.flushedServer?.local.volatile.to(LOBBY_CHANNEL).emit(event, payload);
  }

  private get flushedServer(): Server | undefined {
    this.flush();
    return this.io;
  }

  /** Number of sockets on this node, for the health route. */
  get localSocketCount(): number {
    return this.io?.of('/').sockets.size ?? 0;
  }

  /** Rooms with a socket on this node. */
  get localRoomIds(): string[] {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])];
    return channels
      .filter((name) => name.startsWith(roomChannel('')) && !name.endsWith(visitorsOf('')))
      .map((name) => name.slice(roomChannel('').length));
  }

  /** Number of sockets in the room on this node. */
  localRoomSize(roomId: string): number {
    return this.io?.of('/').adapter.rooms.get(roomChannel(roomId))?.size ?? 0;
  }

  /** Ids of users with sockets on this node. */
  get localUserIds(): string[] {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])];
    return channels
      .filter((name) => name.startsWith(userChannel('')))
      .map((name) => name.slice(userChannel('').length));
  }

  /** True if all of the user's sockets on this node are in the room. */
  hasAllSocketsIn(roomId: string, userId: string): boolean {
    const rooms = this.io?.of('/').adapter.rooms;
    const inRoom = rooms?.get(roomChannel(roomId));
    return [...(rooms?.get(userChannel(userId)) ?? [])].every((socketId) => inRoom?.has(socketId));
  }

  /** True if any socket on this node is in the channel. */
  hasLocalListeners(channel: string): boolean {
    return this.io?.of('/').adapter.rooms.has(channel) ?? false;
  }

  /** Number of sockets subscribed to the lobby on this node. */
  get localLobbySize(): number {
    return this.io?.of('/').adapter.rooms.get(LOBBY_CHANNEL)?.size ?? 0;
  }
}
