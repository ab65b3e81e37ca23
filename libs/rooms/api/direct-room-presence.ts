import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { RoomAccess } from '@visionary/platform/realtime';
import { RoomSubscriptions } from './room-subscriptions.js';
import { RoomRightsBus } from './room-rights-bus.js';

/**
 * In the room of two users who are apart neither is shown to be there, from the moment in which one blocks the other until
 * it is taken back, and the pages of both are told which of it holds.
 */
@Injectable()
export class DirectRoomPresence implements OnModuleInit {
  private readonly logger = new Logger('Rooms');

  constructor(
    private readonly news: RoomRightsBus,
    private readonly roomSubscriptions: RoomSubscriptions,
    private readonly access: RoomAccess,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.news.onChange(({ roomId, userId }) => {
      if (userId === null) void this.look(roomId);
    });
    this.bus.onRecovered(() => {
      for (const roomId of this.roomSubscriptions.roomsHere) void this.look(roomId);
    });
  }

  private async look(roomId: string): Promise<void> {
    try {
      for (const socket of this.roomSubscriptions.socketsIn(roomId)) {
        const standing = socket.user && (await this.access.getCached(socket.user.id, roomId));
        if (!standing?.isDirect) return;
        const { isBlocked } = standing;
        this.roomSubscriptions.show(socket, roomId, !isBlocked);
        socket.emit('rooms.reachabilityChanged', { roomId, isUnreachable: isBlocked });
      }
    } catch (error) {
      this.logger.warn(`Who is apart in ${roomId} could not be read`, error instanceof Error ? error : String(error));
    }
  }
}
