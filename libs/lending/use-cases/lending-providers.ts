import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LentRendererRooms, TakeFinished } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { RoomsService } from '@visionary/rooms';
import { LentRenderersRepository } from '../storage/lent-renderers.repository.js';

/** Reports to generation which rooms let lent renderers in, and counts the takes that these rendered. */
@Injectable()
export class LendingProviders implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly lentRendererRooms: LentRendererRooms,
    private readonly rooms: RoomsService,
    private readonly renderers: LentRenderersRepository,
  ) {}

  onModuleInit(): void {
    this.lentRendererRooms.use((roomIds) => this.rooms.allowingLentRenderers(roomIds));
    this.events.beforeCommit(TakeFinished, async ({ take: { lentBy, renderMs } }) => {
      if (lentBy) await this.renderers.countTake(lentBy.id, renderMs ?? 0);
    });
  }
}
