import { Injectable } from '@nestjs/common';
import { NotificationOptOuts, type NotificationCategory, UsersNotified } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import type { StoredMessage } from '../domain/messages.js';
import { NEWS_SOURCE, type NotificationKind, Notifications } from '../domain/notifications.js';
import type { Recipient } from '../domain/room-directory.js';

/** Which of what reaches somebody who has set the room to `mentions`. */
const REACHES_ALWAYS: readonly NotificationKind[] = ['mention', 'reply'];

const CHOICES: Readonly<Record<NotificationKind, NotificationCategory>> = {
  mention: 'mentions',
  roomMention: 'mentions',
  reply: 'replies',
  direct: 'direct',
};

/** Why a message may reach users, the nearest reason first. */
export type NotificationReasons = readonly (readonly [readonly Recipient[], NotificationKind])[];

/** Inside the transaction that says something: everybody is told once, for the nearest reason for which they want to be. */
@Injectable()
export class CreateNotifications {
  constructor(
    private readonly notifications: Notifications,
    private readonly declined: NotificationOptOuts,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  async run(message: StoredMessage, notificationReasons: NotificationReasons): Promise<void> {
    const reached = await this.reached(notificationReasons);
    if (reached.size === 0) return;
    const { id: messageId, roomId, seq, authorId: byId, editedAt, at } = message;
    const notifications = [...reached].map(([userId, kind]) => ({
      ...{ id: this.ids.next(), userId, kind, roomId, messageId, seq, byId, at: editedAt ?? at },
    }));
    await this.notifications.add(notifications);
    this.unitOfWork.publish(new UsersNotified(NEWS_SOURCE, notifications));
  }

  private async reached(notificationReasons: NotificationReasons): Promise<ReadonlyMap<string, NotificationKind>> {
    const hearers = notificationReasons.flatMap(([some]) => some.map(({ userId }) => userId));
    const declined = hearers.length ? await this.declined.ofUsers([...new Set(hearers)]) : new Map();
    const reached = new Map<string, NotificationKind>();
    for (const [some, kind] of notificationReasons) {
      for (const { userId, notify, isUnreachable } of some) {
        const isWanted = notify === 'all' || (notify === 'mentions' && REACHES_ALWAYS.includes(kind));
        if (isUnreachable || !isWanted || declined.get(userId)?.has(CHOICES[kind])) continue;
        if (!reached.has(userId)) reached.set(userId, kind);
      }
    }
    return reached;
  }
}
