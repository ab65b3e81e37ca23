import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isSystemTake, TakeFailed, TakeFinished, type Take } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { UserAvailability, Presence } from '@visionary/platform/realtime';
import { TakeNotifier } from '../../use-cases/comments/take-notifier.js';

/**
 * Whoever started a take and did not see its end is told of it. A take ends on one node; who is where, and looks, is known
 * over all of them.
 */
@Injectable()
export class TakeNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly presence: Presence,
    private readonly here: UserAvailability,
    private readonly tell: TakeNotifier,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(TakeFinished, ({ take }) => this.ended('takeFinished', take));
    this.events.beforeCommit(TakeFailed, ({ take }) => this.ended('takeFailed', take));
  }

  private async ended(kind: 'takeFinished' | 'takeFailed', take: Take): Promise<void> {
    if (!isSystemTake(take) && !this.sees(take)) await this.tell.run(kind, take);
  }

  private sees({ roomId, authorId }: Take): boolean {
    const isInRoom = this.presence.of(roomId).users.some(({ id }) => id === authorId);
    return isInRoom && this.here.of(authorId) === 'online';
  }
}
