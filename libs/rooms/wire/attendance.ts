import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';

/** A page shows one room; more than this is no page. */
const ROOMS_PER_SOCKET = 8;

/** Which socket is in which rooms, so that its end is the end of all of them. */
@Injectable()
export class Attendance {
  private readonly rooms = new WeakMap<LiveSocket, Set<string>>();

  constructor(private readonly presence: Presence) {}

  /** From now on the socket hears the room and its person is seen there. @throws Rejection RATE_LIMITED */
  async enter(socket: LiveSocket, roomId: string): Promise<void> {
    const rooms = this.roomsOf(socket);
    if (!rooms.has(roomId) && rooms.size >= ROOMS_PER_SOCKET) throw new Rejection('RATE_LIMITED');
    rooms.add(roomId);
    await socket.enter(roomChannel(roomId));
    // It may be gone already; who was never there must not stay.
    if (socket.isThere) this.presence.enter(roomId, socket.id, socket.person);
  }

  async leave(socket: LiveSocket, roomId: string): Promise<void> {
    this.rooms.get(socket)?.delete(roomId);
    this.presence.leave(roomId, socket.id);
    await socket.leave(roomChannel(roomId));
  }

  private roomsOf(socket: LiveSocket): Set<string> {
    const known = this.rooms.get(socket);
    if (known) return known;
    const rooms = new Set<string>();
    this.rooms.set(socket, rooms);
    socket.onGone(() => {
      for (const roomId of rooms) this.presence.leave(roomId, socket.id);
    });
    return rooms;
  }
}
