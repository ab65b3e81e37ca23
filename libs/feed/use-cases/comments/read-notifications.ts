import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { truncate, mentionsIn, renderMentions } from '@visionary/kernel';
import type { CommentAuthor } from '../../domain/comments/comments.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import {
  type NotificationCursor,
  Notifications,
  type NotificationWithContext,
} from '../../domain/comments/notifications.js';

/** With the users behind it, those who are gone left out, and the beginning of what was said. */
export type NamedNotification = NotificationWithContext & {
  readonly users: readonly CommentAuthor[];
  readonly text: string;
};

/** What the feed tells somebody. */
@Injectable()
export class ReadNotifications {
  constructor(
    private readonly notifications: Notifications,
    private readonly users: Users,
    private readonly limits: TalkLimits,
  ) {}

  /** Newest first: two queries, however many. */
  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NamedNotification[]> {
    return this.named(await this.notifications.page(userId, after, limit));
  }

  async byIds(ids: readonly string[]): Promise<NamedNotification[]> {
    return this.named(await this.notifications.byIds(ids));
  }

  /** One query however many users. */
  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadOf(userIds);
  }

  private async named(told: readonly NotificationWithContext[]): Promise<NamedNotification[]> {
    const { quoteLength, mentionsPerComment } = this.limits;
    const called = told.flatMap((one) => mentionsIn(saidIn(one), mentionsPerComment).users);
    const users = await this.users.byIds([...told.flatMap(({ userIds }) => userIds), ...called]);
    return told.map((one) => {
      const said = renderMentions(saidIn(one), (id) => users.get(id)?.name ?? '');
      const theirs = one.userIds.map((id) => users.get(id)).filter((user) => user !== undefined);
      return { ...one, users: theirs, text: truncate(said, quoteLength) };
    });
  }
}

const saidIn = ({ kind, comment, post }: NotificationWithContext): string =>
  kind === 'postMention' ? (post?.words ?? '') : (comment ?? '');
