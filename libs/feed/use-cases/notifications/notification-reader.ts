import { Injectable } from '@nestjs/common';
import { NotificationsRead, type User, Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, mentionsIn, renderMentions, truncate, UnitOfWork } from '@visionary/kernel';
import type { NotificationCursor, NotificationWithContext } from '../../domain/notifications/notifications.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';

/** With the users who caused it, without deleted users, and an excerpt of the text. */
export type NamedNotification = NotificationWithContext & {
  readonly users: readonly User[];
  readonly text: string;
};

/** A user's notifications from the feed. */
@Injectable()
export class NotificationReader {
  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Newest first. Two queries. */
  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NamedNotification[]> {
    return this.named(await this.notifications.page(userId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<NamedNotification[]> {
    return this.named(await this.notifications.byIds(ids));
  }

  /** One query. */
  unreadCounts(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadCounts(userIds);
  }

  /** @param ids undefined for all */
  async markRead(userId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      const hasChanged = await this.notifications.markRead(userId, ids, this.clock.now());
      if (hasChanged) this.unitOfWork.publish(new NotificationsRead([userId]));
    });
  }

  private async named(notifications: readonly NotificationWithContext[]): Promise<NamedNotification[]> {
    const mentioned = notifications.flatMap((one) => mentionsIn(textOf(one), LIMITS.mentionsPerMessage).users);
    const users = await this.users.byIds([...notifications.flatMap(({ userIds }) => userIds), ...mentioned]);
    return notifications.map((one) => {
      const text = renderMentions(textOf(one), (id) => users.get(id)?.name ?? '');
      const named = one.userIds.map((id) => users.get(id)).filter((user) => user !== undefined);
      return { ...one, users: named, text: truncate(text, LIMITS.quoteLength) };
    });
  }
}

const textOf = ({ kind, comment, post }: NotificationWithContext): string =>
  kind === 'postMention' ? (post?.words ?? '') : (comment ?? '');
