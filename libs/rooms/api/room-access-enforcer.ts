import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ErrorView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import type { LiveSocket } from '@visionary/platform/realtime';
import type { LeaveKind } from '../domain/room-event.js';
import { RoomAccessService, type RevocationReason } from '../use-cases/room-access.service.js';
import { RoomRightsBus, type RoomRightsMessage } from './room-rights-bus.js';
import { RoomSubscriptions } from './room-subscriptions.js';

const POLL_INTERVAL_MS = 500;

/**
 * Unsubscribes sockets whose users may no longer see a room. The database decides, so a late message doesn't remove a user who
 * was readmitted meanwhile. While the bus is down, the database is polled.
 */
@Injectable()
export class RoomAccessEnforcer implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  private timer: NodeJS.Timeout | undefined;
  private isPolling = false;

  constructor(
    private readonly rightsBus: RoomRightsBus,
    private readonly roomSubscriptions: RoomSubscriptions,
    private readonly roomAccess: RoomAccessService,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.rightsBus.onChange((message) => void this.check(message));
    this.bus.onRecovered(() => void this.checkAll());
    this.timer = setInterval(() => {
      if (this.bus.status === 'down') void this.checkAll();
    }, POLL_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async checkAll(): Promise<void> {
    if (this.isPolling) return;
    this.isPolling = true;
    for (const roomId of this.roomSubscriptions.localRoomIds) {
      await this.check({ roomId, userId: null, leaveKind: null }, true);
    }
    this.isPolling = false;
  }

  /** @param membersOnly also removes users who are no longer members, although they may read the room */
  private async check({ roomId, userId, leaveKind }: RoomRightsMessage, membersOnly = userId !== null): Promise<void> {
    const sockets = this.roomSubscriptions.socketsIn(roomId);
    const affected = userId === null ? sockets : sockets.filter(({ user }) => user?.id === userId);
    if (affected.length === 0) return;
    try {
      const userIds = new Set(affected.flatMap(({ user }) => (user ? [user.id] : [])));
      const reasonOf = await this.roomAccess.findRevoked(roomId, [...userIds]);
      /** A user who looks in is no member and has lost nothing, unless they joined on another socket and were removed. */
      const hasLeft = (socket: LiveSocket) =>
        membersOnly && (leaveKind !== null || this.roomSubscriptions.isOfMember(socket, roomId));
      const revoked = affected
        .map((socket) => ({ socket, reason: reasonOf(socket.user?.id ?? null) }))
        .filter(({ socket, reason }) => reason !== null && (reason !== 'no member' || hasLeft(socket)));
      await Promise.all(
        revoked.map(({ socket, reason }) => this.unsubscribe(socket, roomId, errorOf(reason, leaveKind))),
      );
    } catch (error) {
      this.logger.warn(`Reading rights in ${roomId} failed`, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async unsubscribe(socket: LiveSocket, roomId: string, error: ErrorView): Promise<void> {
    await this.roomSubscriptions.leave(socket, roomId);
    socket.emit('rooms.accessRevoked', { roomId, error });
  }
}

const errorOf = (reason: RevocationReason, leaveKind: LeaveKind | null): ErrorView => {
  if (reason === 'banned' || leaveKind === 'banned') return { code: 'ROOMS_BANNED' };
  if (leaveKind !== null) return { code: 'ROOMS_NOT_A_MEMBER', detail: { how: leaveKind } };
  return { code: reason === 'hidden' ? 'ROOMS_NOT_FOUND' : 'ROOMS_NOT_A_MEMBER' };
};
