import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RoomAccess } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { RoomRightsBus } from './room-rights-bus.js';
import { RoomSubscriptions } from './room-subscriptions.js';

/**
 * Hides the presence of both users of a direct room while one blocks the other or a request waits, and notifies their
 * clients.
 */
@Injectable()
export class DirectRoomPresence implements OnModuleInit {
  private readonly logger = new Logger('Rooms');

  constructor(
    private readonly rightsBus: RoomRightsBus,
    private readonly roomSubscriptions: RoomSubscriptions,
    private readonly access: RoomAccess,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.rightsBus.onChange(({ roomId, userId }) => {
      if (userId === null) void this.update(roomId);
    });
    this.bus.onRecovered(() => {
      for (const roomId of this.roomSubscriptions.localRoomIds) void this.update(roomId);
    });
  }

  private async update(roomId: string): Promise<void> {
    try {
      for (const socket of this.roomSubscriptions.socketsIn(roomId)) {
        const access = socket.user && (await this.access.getCached(socket.user.id, roomId));
        if (!access?.isDirect) return;
        const { isBlocked, requesterId: requestBy } = access;
        this.roomSubscriptions.setPresent(socket, roomId, !isBlocked && requestBy === null);
        const request = requestBy !== null && { requestBy };
        socket.emit('rooms.reachabilityChanged', { roomId, isUnreachable: isBlocked, ...request });
      }
    } catch (error) {
      this.logger.warn(`Reading blocks in ${roomId} failed`, error instanceof Error ? error : String(error));
    }
  }
}
