import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { isBackgroundTake, type Take, TakeCancelled, TakeFailed, TakeFinished } from '@visionary/generation';
import { Clock, DomainEvents } from '@visionary/kernel';
import { Notifications } from '@visionary/notifications';
import { Presence, UserAvailability } from '@visionary/platform/realtime';

/** Notifies the author of a take that ended or that an admin ended, unless they are online in its room on any node. */
@Injectable()
export class TakeNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly presence: Presence,
    private readonly availability: UserAvailability,
    private readonly users: Users,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(TakeFinished, ({ take }) => this.notify('takeFinished', take));
    this.events.beforeCommit(TakeFailed, ({ take }) => this.notify('takeFailed', take));
    this.events.beforeCommit(TakeCancelled, async ({ take }) => {
      if (take.adminReason !== null) await this.notify('takeEnded', take);
    });
  }

  private async notify(kind: 'takeFinished' | 'takeFailed' | 'takeEnded', take: Take): Promise<void> {
    if (isBackgroundTake(take) || this.isSeen(take)) return;
    const { id: subjectId, roomId, authorId: userId, number, prompt, adminReason } = take;
    if (!(await this.users.byIds([userId])).has(userId)) return;
    const facts = { number, prompt, ...(adminReason && { adminReason }) };
    await this.notifications.publish([{ userId, kind, roomId, subjectId, facts, at: this.clock.now() }]);
  }

  private isSeen({ roomId, authorId }: Take): boolean {
    const isInRoom = this.presence.of(roomId).users.some(({ id }) => id === authorId);
    return isInRoom && this.availability.of(authorId) === 'online';
  }
}
