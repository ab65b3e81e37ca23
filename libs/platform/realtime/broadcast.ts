import type { RoomEvent, VolatileName, VolatilePayload } from '@visionary/contract';
import type { Server } from 'socket.io';
import { LOBBY_CHANNEL, roomChannel } from './live-socket.js';

/** How slices speak to sockets. Each call encodes once, however many listen. */
export class Broadcast {
  private io: Server | undefined;

  attach(io: Server): void {
    this.io = io;
  }

  /** A log event to everybody in its room, on every node. */
  log(event: RoomEvent): void {
    this.io?.to(roomChannel(event.roomId)).emit(event.type, event);
  }

  /** A log event once more, to this node's sockets only: who has missed some sees by its seq that they did. */
  logHere(event: RoomEvent): void {
    this.io?.local.to(roomChannel(event.roomId)).emit(event.type, event);
  }

  /** To this node's sockets in any of these channels, each once. Waits in a slow socket's queue. */
  toHere<E extends VolatileName>(channels: readonly string[], event: E, payload: VolatilePayload<E>): void {
    // Socket.IO takes no channel at all for all sockets there are.
    if (channels.length > 0) this.io?.local.to([...channels]).emit(event, payload);
  }

  /** To the room's sockets on this node only; `except` is a socket id. Waits in a slow socket's queue. */
  toRoomHere<E extends VolatileName>(roomId: string, event: E, payload: VolatilePayload<E>, except?: string): void {
    const local = this.io?.local.to(roomChannel(roomId));
    (except ? local?.except(except) : local)?.emit(event, payload);
  }

  /** As toRoomHere, but dropped for every socket that has not yet taken the one before: newest wins. */
  dropToRoomHere<E extends VolatileName>(roomId: string, event: E, payload: VolatilePayload<E>, except?: string): void {
    const local = this.io?.local.volatile.to(roomChannel(roomId));
    (except ? local?.except(except) : local)?.emit(event, payload);
  }

  /** To the lobby's sockets on this node only. */
  toLobbyHere<E extends VolatileName>(event: E, payload: VolatilePayload<E>): void {
    this.io?.local.volatile.to(LOBBY_CHANNEL).emit(event, payload);
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

  /** Sockets of this node that watch the lobby. */
  get lobbyHere(): number {
    return this.io?.of('/').adapter.rooms.get(LOBBY_CHANNEL)?.size ?? 0;
  }
}
