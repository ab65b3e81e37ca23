import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import { DomainEvents, UnitOfWork } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Directs } from '../domain/directs.js';
import { RightsChanged } from '../domain/room-event.js';

export const BLOCKS_TOPIC = 'people.blocks';

/** Somebody has blocked the other, or has taken it back. */
export interface BlocksNews {
  readonly personId: string;
  readonly otherId: string;
}

/** Two people who do not want to hear from each other: every node learns it, and in their room for two nobody writes. */
@Injectable()
export class TellNodesWhenPeoplePart implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly directs: Directs,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(BlocksChanged, async ({ personId, otherId }) => {
      const roomId = await this.directs.between(personId, otherId);
      if (roomId !== null) this.unitOfWork.announce(new RightsChanged(roomId, null));
    });
    this.events.afterCommit(BlocksChanged, ({ personId, otherId }) =>
      this.bus.publish(BLOCKS_TOPIC, { personId, otherId } satisfies BlocksNews),
    );
  }
}
