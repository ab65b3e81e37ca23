import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isActive, UserSanctioned } from '@visionary/accounts';
import { DomainEvents, isRejection } from '@visionary/kernel';
import { Takes } from '../domain/takes.js';
import { CancelTake } from '../use-cases/cancel-take.js';

/** Whoever is kept out renders nothing any more: what waits leaves the line, what renders ends, on whichever node. */
@Injectable()
export class CancelTakesOfBannedUser implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly takes: Takes,
    private readonly cancel: CancelTake,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UserSanctioned, ({ userId, sanctions, at }) =>
      isActive(sanctions.bannedUntil, at) ? this.end(userId) : undefined,
    );
  }

  private async end(userId: string): Promise<void> {
    for (const { id: takeId, roomId } of await this.takes.openOf(userId)) {
      try {
        await this.cancel.run({ takeId, roomId, byId: userId, canCancelAny: false });
      } catch (error) {
        // It ended by itself meanwhile.
        if (!isRejection(error)) throw error;
      }
    }
  }
}
