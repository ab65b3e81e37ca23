import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import { DomainEvents, UnitOfWork } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { DirectRooms } from '../domain/direct-rooms.js';
import { RoomRightsChanged } from '../domain/room-event.js';

export const BLOCKS_TOPIC = 'users.blocks';

/** Somebody has blocked the other, or has taken it back. */
export interface BlockMessage {
  readonly userId: string;
  readonly otherId: string;
}

/** Two users who do not want to hear from each other: every node learns it, and in their room for two nobody writes. */
@Injectable()
export class BlockPublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly directRooms: DirectRooms,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(BlocksChanged, async ({ userId, otherId }) => {
      const roomId = await this.directRooms.between(userId, otherId);
      if (roomId !== null) this.unitOfWork.publish(new RoomRightsChanged(roomId, null));
    });
    this.events.afterCommit(BlocksChanged, ({ userId, otherId }) =>
      this.bus.publish(BLOCKS_TOPIC, { userId, otherId } satisfies BlockMessage),
    );
  }
}
