import { Injectable } from '@nestjs/common';
import { truncate, mentionsIn, renderMentions } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author } from '../domain/message.js';
import { type NotificationCursor, Notifications, type NotificationWithContext } from '../domain/notifications.js';

/** With names, and the beginning of the text. */
export type Notification = NotificationWithContext & { readonly by: Author };

/** What messages want of somebody. */
@Injectable()
export class ReadNotifications {
  constructor(
    private readonly notifications: Notifications,
    private readonly users: Users,
    private readonly limits: ChatLimits,
  ) {}

  /** Newest first: two queries, however many. */
  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<Notification[]> {
    return this.named(await this.notifications.page(userId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<Notification[]> {
    return this.named(await this.notifications.byIds(ids));
  }

  /** One query however many users. */
  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadOf(userIds);
  }

  private async named(told: readonly NotificationWithContext[]): Promise<Notification[]> {
    const { quoteLength, mentionsPerMessage } = this.limits;
    const ids = told.flatMap(({ byId, text }) => [byId, ...mentionsIn(text, mentionsPerMessage).users]);
    const users = await this.users.byIds([...new Set(ids)]);
    const userOf = (id: string): Author => users.get(id) ?? deletedUser(id);
    return told.map((one) => ({
      ...one,
      text: truncate(
        renderMentions(one.text, (id) => userOf(id).name),
        quoteLength,
      ),
      by: userOf(one.byId),
    }));
  }
}
