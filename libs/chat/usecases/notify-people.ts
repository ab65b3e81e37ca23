import { Injectable } from '@nestjs/common';
import { DeclinedNews, type NewsChoice, PeopleTold } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import type { StoredMessage } from '../domain/messages.js';
import { NEWS_SOURCE, type NotificationKind, Notifications } from '../domain/notifications.js';
import type { Hearer } from '../domain/places.js';

/** Which of what reaches somebody who has set the room to `mentions`. */
const REACHES_ALWAYS: readonly NotificationKind[] = ['mention', 'reply'];

const CHOICES: Readonly<Record<NotificationKind, NewsChoice>> = {
  mention: 'mentions',
  everybody: 'mentions',
  reply: 'replies',
  direct: 'direct',
};

/** Why a message may reach people, the nearest reason first. */
export type Reasons = readonly (readonly [readonly Hearer[], NotificationKind])[];

/** Inside the transaction that says something: everybody is told once, for the nearest reason for which they want to be. */
@Injectable()
export class NotifyPeople {
  constructor(
    private readonly notifications: Notifications,
    private readonly declined: DeclinedNews,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  async run(message: StoredMessage, reasons: Reasons): Promise<void> {
    const reached = await this.reached(reasons);
    if (reached.size === 0) return;
    const { id: messageId, roomId, seq, authorId: byId, editedAt, at } = message;
    const notifications = [...reached].map(([personId, kind]) => ({
      ...{ id: this.ids.next(), personId, kind, roomId, messageId, seq, byId, at: editedAt ?? at },
    }));
    await this.notifications.add(notifications);
    this.unitOfWork.announce(new PeopleTold(NEWS_SOURCE, notifications));
  }

  private async reached(reasons: Reasons): Promise<ReadonlyMap<string, NotificationKind>> {
    const hearers = reasons.flatMap(([some]) => some.map(({ personId }) => personId));
    const declined = hearers.length ? await this.declined.ofPeople([...new Set(hearers)]) : new Map();
    const reached = new Map<string, NotificationKind>();
    for (const [some, kind] of reasons) {
      for (const { personId, notify, isDeaf } of some) {
        const isWanted = notify === 'all' || (notify === 'mentions' && REACHES_ALWAYS.includes(kind));
        if (isDeaf || !isWanted || declined.get(personId)?.has(CHOICES[kind])) continue;
        if (!reached.has(personId)) reached.set(personId, kind);
      }
    }
    return reached;
  }
}
