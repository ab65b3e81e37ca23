import { Injectable, type OnModuleInit } from '@nestjs/common';
import { holds, PersonSanctioned } from '@visionary/accounts';
import { DomainEvents, isRejection } from '@visionary/kernel';
import { Takes } from '../domain/takes.js';
import { CancelTake } from '../usecases/cancel-take.js';

/** Whoever is kept out renders nothing any more: what waits leaves the line, what renders ends, on whichever node. */
@Injectable()
export class EndTakesOfBanned implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly takes: Takes,
    private readonly cancel: CancelTake,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PersonSanctioned, ({ personId, sanctions, at }) =>
      holds(sanctions.bannedUntil, at) ? this.end(personId) : undefined,
    );
  }

  private async end(personId: string): Promise<void> {
    for (const { id: takeId, roomId } of await this.takes.openOf(personId)) {
      try {
        await this.cancel.run({ takeId, roomId, byId: personId, mayEndAny: false });
      } catch (error) {
        // It ended by itself meanwhile.
        if (!isRejection(error)) throw error;
      }
    }
  }
}
