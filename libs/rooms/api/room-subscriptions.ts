import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type LiveSocket, Presence, roomChannel, visitorsOf } from '@visionary/platform/realtime';

/** A client shows one room at a time. */
const ROOMS_PER_SOCKET = 8;

/** Which socket has which rooms open. A disconnect closes them all. */
@Injectable()
export class RoomSubscriptions {
  private readonly rooms = new WeakMap<LiveSocket, Set<string>>();
  /** By room: each socket, and whether its user was a member when it subscribed. */
  private readonly sockets = new Map<string, Map<LiveSocket, boolean>>();

  constructor(private readonly presence: Presence) {}

  /** @throws Rejection RATE_LIMITED */
  async enter(socket: LiveSocket, roomId: string, isMember: boolean): Promise<void> {
    const rooms = this.roomsOf(socket);
    if (!rooms.has(roomId) && rooms.size >= ROOMS_PER_SOCKET) throw new Rejection('RATE_LIMITED');
    rooms.add(roomId);
    this.sockets.set(roomId, (this.sockets.get(roomId) ?? new Map<LiveSocket, boolean>()).set(socket, isMember));
    // Visitors get a document of their own.
    if (socket.user === null) await socket.enter(visitorsOf(roomChannel(roomId)));
    await socket.enter(roomChannel(roomId));
    // The socket can be disconnected by now, and its disconnect handler has already run.
    if (!socket.isConnected) this.forget(socket, roomId);
  }

  /** Whether presence shows the user of a subscribed socket. */
  setPresent(socket: LiveSocket, roomId: string, isPresent: boolean): void {
    if (!socket.isConnected || !this.sockets.get(roomId)?.has(socket)) return;
    if (isPresent) this.presence.enter(roomId, socket.id, socket.user);
    else this.presence.leave(roomId, socket.id);
  }

  async leave(socket: LiveSocket, roomId: string): Promise<void> {
    this.rooms.get(socket)?.delete(roomId);
    this.forget(socket, roomId);
    await socket.leave(roomChannel(roomId));
    await socket.leave(visitorsOf(roomChannel(roomId)));
  }

  /** Rooms with a socket of this node. */
  get localRoomIds(): string[] {
    return [...this.sockets.keys()];
  }

  /** This node's sockets in a room. */
  socketsIn(roomId: string): LiveSocket[] {
    return [...(this.sockets.get(roomId)?.keys() ?? [])];
  }

  /** Whether the user of a socket subscribed as a member, who can lose the membership. */
  isOfMember(socket: LiveSocket, roomId: string): boolean {
    return this.sockets.get(roomId)?.get(socket) === true;
  }

  private forget(socket: LiveSocket, roomId: string): void {
    const sockets = this.sockets.get(roomId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.sockets.delete(roomId);
    this.presence.leave(roomId, socket.id);
  }

  private roomsOf(socket: LiveSocket): Set<string> {
    const existing = this.rooms.get(socket);
    if (existing) return existing;
    const rooms = new Set<string>();
    this.rooms.set(socket, rooms);
    socket.onDisconnect(() => {
      for (const roomId of rooms) this.forget(socket, roomId);
    });
    return rooms;
  }
}
