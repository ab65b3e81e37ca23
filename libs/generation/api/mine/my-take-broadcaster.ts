import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { TakeCancelled, TakeFailed, TakeFinished, TakeQueued, TakeRequeued, TakeStarted } from '../../domain/events.js';
import { Takes } from '../../domain/takes.js';
import { TakePresenter } from '../take-presenter.js';
import { takesChannel } from './channels.js';

interface Moved {
  readonly takeId: string;
  readonly authorId: string;
}
const MOVED = 'generation.takeUpdated';

/** What becomes of takes is told to those who look at their own: nodes tell each other which, and each reads the truth. */
@Injectable()
export class MyTakeBroadcaster implements OnModuleInit {
  private readonly logger = new Logger('Takes');
  /** One after the other: what is read last is told last. */
  private telling = Promise.resolve();

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly takes: Takes,
    private readonly presenter: TakePresenter,
  ) {}

  onModuleInit(): void {
    for (const type of [TakeQueued, TakeStarted, TakeFinished, TakeFailed, TakeCancelled]) {
      this.events.afterCommit<TakeQueued | TakeStarted | TakeFinished | TakeFailed | TakeCancelled>(
        type,
        ({ take: { id, authorId } }) => this.pass({ takeId: id, authorId }),
      );
    }
    this.events.afterCommit(TakeRequeued, async ({ takeId }) => {
      const take = await this.takes.byId(takeId);
      if (take) this.pass({ takeId, authorId: take.authorId });
    });
    this.bus.subscribe<Moved>(MOVED, (moved) => {
      if (!this.broadcast.hasLocalListeners(takesChannel(moved.authorId))) return;
      this.telling = this.telling
        .then(() => this.tell(moved))
        .catch((error: unknown) => this.logger.warn('A take could not be told to who rendered it', moved, error));
    });
  }

  private pass(moved: Moved): void {
    this.bus.publish(MOVED, moved);
  }

  private async tell({ takeId, authorId }: Moved): Promise<void> {
    const take = await this.takes.byId(takeId);
    if (!take) return;
    this.broadcast.toHere([takesChannel(authorId)], 'generation.takeUpdated', { take: await this.presenter.one(take) });
  }
}
