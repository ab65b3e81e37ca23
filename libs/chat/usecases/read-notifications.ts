import { Injectable } from '@nestjs/common';
import { beginningOf, mentionsIn, withNames } from '@visionary/kernel';
import { nobody, People } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author } from '../domain/message.js';
import { type NotificationPlace, Notifications, type ToldNotification } from '../domain/notifications.js';

/** With names, and the beginning of the text. */
export type Notification = ToldNotification & { readonly by: Author };

/** What messages want of somebody. */
@Injectable()
export class ReadNotifications {
  constructor(
    private readonly notifications: Notifications,
    private readonly people: People,
    private readonly limits: ChatLimits,
  ) {}

  /** Newest first: two queries, however many. */
  async page(personId: string, after: NotificationPlace | null, limit: number): Promise<Notification[]> {
    return this.named(await this.notifications.page(personId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<Notification[]> {
    return this.named(await this.notifications.byIds(ids));
  }

  /** One query however many people. */
  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadOf(personIds);
  }

  private async named(told: readonly ToldNotification[]): Promise<Notification[]> {
    const { quoteLength, mentionsPerMessage } = this.limits;
    const ids = told.flatMap(({ byId, text }) => [byId, ...mentionsIn(text, mentionsPerMessage).people]);
    const people = await this.people.byIds([...new Set(ids)]);
    const personOf = (id: string): Author => people.get(id) ?? nobody(id);
    return told.map((one) => ({
      ...one,
      text: beginningOf(
        withNames(one.text, (id) => personOf(id).name),
        quoteLength,
      ),
      by: personOf(one.byId),
    }));
  }
}
