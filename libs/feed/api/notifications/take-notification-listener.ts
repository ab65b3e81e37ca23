import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { isSystemTake, type Take, TakeFailed, TakeFinished } from '@visionary/generation';
import { Clock, DomainEvents } from '@visionary/kernel';
import { Presence, UserAvailability } from '@visionary/platform/realtime';
import { NotificationWriter } from '../../use-cases/notifications/notification-writer.js';

/** Notifies the author of a take that ended, unless they are online in its room, on whatever node. */
@Injectable()
export class TakeNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly presence: Presence,
    private readonly availability: UserAvailability,
    private readonly users: Users,
    private readonly notificationWriter: NotificationWriter,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(TakeFinished, ({ take }) => this.ended('takeFinished', take));
    this.events.beforeCommit(TakeFailed, ({ take }) => this.ended('takeFailed', take));
  }

  private async ended(kind: 'takeFinished' | 'takeFailed', take: Take): Promise<void> {
    if (isSystemTake(take) || this.isSeen(take)) return;
    const { id: takeId, roomId, authorId: userId } = take;
    if (!(await this.users.byIds([userId])).has(userId)) return;
    await this.notificationWriter.add([{ userId, kind, roomId, takeId, userIds: [], at: this.clock.now() }]);
  }

  private isSeen({ roomId, authorId }: Take): boolean {
    const isInRoom = this.presence.of(roomId).users.some(({ id }) => id === authorId);
    return isInRoom && this.availability.of(authorId) === 'online';
  }
}
