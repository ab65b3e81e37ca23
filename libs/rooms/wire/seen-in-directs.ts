import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { RoomAccess } from '@visionary/platform/realtime';
import { Attendance } from './attendance.js';
import { RightsNews } from './rights-news.js';

/**
 * In the room of two people who are apart neither is shown to be there, from the moment in which one blocks the other until
 * it is taken back, and the pages of both are told which of it holds.
 */
@Injectable()
export class SeenInDirects implements OnModuleInit {
  private readonly logger = new Logger('Rooms');

  constructor(
    private readonly news: RightsNews,
    private readonly attendance: Attendance,
    private readonly access: RoomAccess,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.news.onChange(({ roomId, personId }) => {
      if (personId === null) void this.look(roomId);
    });
    this.bus.onRecovered(() => {
      for (const roomId of this.attendance.roomsHere) void this.look(roomId);
    });
  }

  private async look(roomId: string): Promise<void> {
    try {
      for (const socket of this.attendance.socketsIn(roomId)) {
        const standing = socket.person && (await this.access.standingOf(socket.person.id, roomId));
        if (!standing?.isDirect) return;
        const { isUnreachable } = standing;
        this.attendance.show(socket, roomId, !isUnreachable);
        socket.tell('rooms.parted', { roomId, isUnreachable });
      }
    } catch (error) {
      this.logger.warn(`Who is apart in ${roomId} could not be read`, error instanceof Error ? error : String(error));
    }
  }
}
