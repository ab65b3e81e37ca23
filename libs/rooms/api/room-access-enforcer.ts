import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ErrorView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import type { LiveSocket } from '@visionary/platform/realtime';
import type { LeaveKind } from '../domain/room-event.js';
import { type RevocationReason, FindRevokedAccess } from '../use-cases/find-revoked-access.js';
import { RoomSubscriptions } from './room-subscriptions.js';
import { RoomRightsBus, type RoomRightsMessage } from './room-rights-bus.js';

const LOOK_EVERY_MS = 500;

/**
 * Whoever has lost the right to be in a room is sent out of it: their open sockets hear nothing more of it and are told why.
 * What the database says counts, so news that comes late harms nobody who has been let in again meanwhile. While no news
 * comes from other nodes, because Redis is away, the database is asked twice a second.
 */
@Injectable()
export class RoomAccessEnforcer implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    private readonly news: RoomRightsBus,
    private readonly roomSubscriptions: RoomSubscriptions,
    private readonly findRevokedAccess: FindRevokedAccess,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.news.onChange((news) => void this.check(news));
    this.bus.onRecovered(() => void this.look());
    this.timer = setInterval(() => {
      if (this.bus.status === 'down') void this.look();
    }, LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Asks for everybody who is in a room here. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    for (const roomId of this.roomSubscriptions.roomsHere) await this.check({ roomId, userId: null, how: null }, true);
    this.looking = false;
  }

  /** @param strictly sends out who is no member, too, though they may read */
  private async check({ roomId, userId, how }: RoomRightsMessage, strictly = userId !== null): Promise<void> {
    const sockets = this.roomSubscriptions.socketsIn(roomId);
    const concerned = userId === null ? sockets : sockets.filter(({ user }) => user?.id === userId);
    if (concerned.length === 0) return;
    try {
      const users = new Set(concerned.flatMap(({ user }) => (user ? [user.id] : [])));
      const verdict = await this.findRevokedAccess.run(roomId, [...users]);
      const out = concerned.map((socket) => ({ socket, ousting: verdict(socket.user?.id ?? null) }));
      const gone = out.filter(({ ousting }) => ousting !== null && (strictly || ousting !== 'no member'));
      await Promise.all(
        gone.map(({ socket, ousting }) => this.disconnectFromRoom(socket, roomId, errorOf(ousting, how))),
      );
    } catch (error) {
      this.logger.warn(
        `Rights in ${roomId} could not be read`,
        error instanceof Error ? error : new Error(String(error)),
      );
    }
  }

  private async disconnectFromRoom(socket: LiveSocket, roomId: string, error: ErrorView): Promise<void> {
    await this.roomSubscriptions.leave(socket, roomId);
    socket.emit('rooms.accessRevoked', { roomId, error });
  }
}

const errorOf = (revocationReason: RevocationReason, how: LeaveKind | null): ErrorView => {
  if (revocationReason === 'banned' || how === 'banned') return { code: 'ROOMS_BANNED' };
  if (how !== null) return { code: 'ROOMS_NOT_A_MEMBER', detail: { how } };
  return { code: revocationReason === 'hidden' ? 'ROOMS_NOT_FOUND' : 'ROOMS_NOT_A_MEMBER' };
};
