import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ErrorView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import type { LiveSocket } from '@visionary/platform/realtime';
import type { Leaving } from '../domain/room-event.js';
import { type Ousting, WhoMayStay } from '../usecases/who-may-stay.js';
import { Attendance } from './attendance.js';
import { RightsNews, type RightsNewsItem } from './rights-news.js';

const LOOK_EVERY_MS = 500;

/**
 * Whoever has lost the right to be in a room is sent out of it: their open sockets hear nothing more of it and are told why.
 * What the database says counts, so news that comes late harms nobody who has been let in again meanwhile. While no news
 * comes from other nodes, because Redis is away, the database is asked twice a second.
 */
@Injectable()
export class RoomDoorkeeper implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    private readonly news: RightsNews,
    private readonly attendance: Attendance,
    private readonly whoMayStay: WhoMayStay,
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
    for (const roomId of this.attendance.roomsHere) await this.check({ roomId, personId: null, how: null }, true);
    this.looking = false;
  }

  /** @param strictly sends out who is no member, too, though they may read */
  private async check({ roomId, personId, how }: RightsNewsItem, strictly = personId !== null): Promise<void> {
    const sockets = this.attendance.socketsIn(roomId);
    const concerned = personId === null ? sockets : sockets.filter(({ person }) => person?.id === personId);
    if (concerned.length === 0) return;
    try {
      const people = new Set(concerned.flatMap(({ person }) => (person ? [person.id] : [])));
      const verdict = await this.whoMayStay.run(roomId, [...people]);
      const out = concerned.map((socket) => ({ socket, ousting: verdict(socket.person?.id ?? null) }));
      const gone = out.filter(({ ousting }) => ousting !== null && (strictly || ousting !== 'no member'));
      await Promise.all(gone.map(({ socket, ousting }) => this.sendOut(socket, roomId, errorOf(ousting, how))));
    } catch (error) {
      this.logger.warn(
        `Rights in ${roomId} could not be read`,
        error instanceof Error ? error : new Error(String(error)),
      );
    }
  }

  private async sendOut(socket: LiveSocket, roomId: string, error: ErrorView): Promise<void> {
    await this.attendance.leave(socket, roomId);
    socket.tell('rooms.closed', { roomId, error });
  }
}

const errorOf = (ousting: Ousting, how: Leaving | null): ErrorView => {
  if (ousting === 'banned' || how === 'banned') return { code: 'ROOMS_BANNED' };
  if (how !== null) return { code: 'ROOMS_NOT_A_MEMBER', detail: { how } };
  return { code: ousting === 'hidden' ? 'ROOMS_NOT_FOUND' : 'ROOMS_NOT_A_MEMBER' };
};
