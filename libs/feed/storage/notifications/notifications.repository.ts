import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Tables } from '@visionary/platform/database';
import type { ExpressionBuilder } from 'kysely';
import {
  FOLLOW_BUNDLE,
  type Notification,
  type NotificationCursor,
  type NotificationFilter,
  type NotificationSubject,
  type NotificationWithContext,
} from '../../domain/notifications/notifications.js';
import { toNotification, rowOf, NOTIFICATION_CONTEXT_COLUMNS, toNotificationContext } from './notification-row.js';

const BATCH_SIZE = 1_000;

/** Hides notifications of a room unless the recipient is a member, or the room is public and didn't ban them. */
const isVisible = ({ eb, or, and, exists, not, selectFrom }: ExpressionBuilder<Tables, 'feed_notification'>) => {
  const mine = selectFrom('room_member')
    .select('room_member.room_id')
    .whereRef('room_member.room_id', '=', 'feed_notification.room_id')
    .whereRef('room_member.user_id', '=', 'feed_notification.user_id');
  const open = selectFrom('room as open')
    .select('open.id')
    .whereRef('open.id', '=', 'feed_notification.room_id')
    .where('open.visibility', '=', 'public');
  const banned = selectFrom('room_ban')
    .select('room_ban.room_id')
    .whereRef('room_ban.room_id', '=', 'feed_notification.room_id')
    .whereRef('room_ban.user_id', '=', 'feed_notification.user_id');
  return or([eb('feed_notification.room_id', 'is', null), exists(mine), and([exists(open), not(exists(banned))])]);
};

/** Notifications of the feed. */
@Injectable()
export class NotificationsRepository {
  constructor(private readonly database: Database) {}

  /** One statement per thousand. */
  async add(notifications: readonly Notification[]): Promise<void> {
    for (let from = 0; from < notifications.length; from += BATCH_SIZE) {
      const rows = notifications.slice(from, from + BATCH_SIZE).map(rowOf);
      await this.query.insertInto('feed_notification').values(rows).execute();
    }
  }

  /** Newest first. */
  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationWithContext[]> {
    let rows = this.withContext().where('feed_notification.user_id', '=', userId).where(isVisible);
    if (after) {
      rows = rows.where(afterKeyset(['feed_notification.at', 'feed_notification.id'], [after.at, after.id], 'desc'));
    }
    const page = rows.orderBy('feed_notification.at', 'desc').orderBy('feed_notification.id', 'desc').limit(limit);
    return (await page.execute()).map(toNotificationContext);
  }

  async byIds(ids: readonly string[]): Promise<NotificationWithContext[]> {
    if (ids.length === 0) return [];
    return (await this.withContext().where('feed_notification.id', 'in', ids).where(isVisible).execute()).map(
      toNotificationContext,
    );
  }

  /** One query per thousand users. */
  async unreadCounts(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const rows = await this.query
        .selectFrom('feed_notification')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('unread')])
        .where('user_id', 'in', userIds.slice(from, from + BATCH_SIZE))
        .where('read_at', 'is', null)
        .where(isVisible)
        .groupBy('user_id')
        .execute();
      for (const row of rows) unread.set(row.user_id, Number(row.unread));
    }
    return unread;
  }

  /** @param ids undefined for all. @returns whether any was unread */
  async markRead(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean> {
    if (ids?.length === 0) return false;
    const unread = this.query.updateTable('feed_notification').set({ read_at: at }).where('user_id', '=', userId);
    const these = ids ? unread.where('id', 'in', ids) : unread;
    return (await these.where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows > 0n;
  }

  async unreadBundle(userId: string, bundle: string): Promise<Notification | null> {
    const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', '=', userId);
    const row = await rows.where('bundle_key', '=', bundle).where('read_at', 'is', null).executeTakeFirst();
    return row ? toNotification(row) : null;
  }

  /** Bundles of reactions to these posts. */
  async unreadReactionBundles(postIds: readonly string[]): Promise<Notification[]> {
    if (postIds.length === 0) return [];
    const rows = this.query.selectFrom('feed_notification').selectAll().where('post_id', 'in', postIds);
    return (await rows.where('kind', '=', 'reactions').where('read_at', 'is', null).execute()).map(toNotification);
  }

  /** Bundles of reactions to an author's posts that this user reacted to, in the order of posts. */
  async unreadReactionBundlesBetween(authorId: string, userId: string): Promise<Notification[]> {
    const rows = this.query
      .selectFrom('feed_notification')
      .selectAll()
      .where('user_id', '=', authorId)
      .where('kind', '=', 'reactions')
      .where('read_at', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('reaction')
            .select('reaction.subject_id')
            .where('reaction.subject_kind', '=', 'post')
            .whereRef('reaction.subject_id', '=', 'feed_notification.post_id')
            .where('reaction.user_id', '=', userId),
        ),
      );
    return (await rows.orderBy('post_id').execute()).map(toNotification);
  }

  async unreadFollowBundles(userIds: readonly string[]): Promise<Notification[]> {
    const bundles: Notification[] = [];
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const some = userIds.slice(from, from + BATCH_SIZE);
      const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', 'in', some);
      const unread = rows.where('bundle_key', '=', FOLLOW_BUNDLE).where('read_at', 'is', null);
      bundles.push(...(await unread.execute()).map(toNotification));
    }
    return bundles;
  }

  /** Bundles of reactions to a creator's models, in the order of models. */
  async unreadModelReactionBundles(creatorId: string): Promise<Notification[]> {
    const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', '=', creatorId);
    const unread = rows.where('kind', '=', 'modelReactions').where('read_at', 'is', null);
    return (await unread.orderBy('model_id').execute()).map(toNotification);
  }

  /** @returns false when it was read or deleted meanwhile */
  async updateUnread(notification: Notification): Promise<boolean> {
    const { actor_ids, count, post_id, data, at } = rowOf(notification);
    const changed = this.query.updateTable('feed_notification').set({ actor_ids, count, post_id, data, at });
    const unread = changed.where('id', '=', notification.id).where('read_at', 'is', null);
    return (await unread.executeTakeFirst()).numUpdatedRows > 0n;
  }

  /** Who has a notification of a comment, or of a mention in a post. */
  async recipientsOf(subject: NotificationSubject): Promise<ReadonlySet<string>> {
    const rows = this.query.selectFrom('feed_notification').select('user_id');
    const these =
      'commentId' in subject
        ? rows.where('comment_id', '=', subject.commentId)
        : rows.where('post_id', '=', subject.postId).where('kind', '=', 'postMention');
    return new Set((await these.execute()).map(({ user_id }) => user_id));
  }

  /** @returns the users who lose an unread one */
  async delete(filter: NotificationFilter): Promise<string[]> {
    const [column, ids] = columnOf(filter);
    if (ids.length === 0) return [];
    const bundle = 'modelId' in filter ? filter.bundle : undefined;
    const recipients = this.query.selectFrom('feed_notification').select('user_id').distinct().where(column, 'in', ids);
    const ofBundle = bundle === undefined ? recipients : recipients.where('bundle_key', '=', bundle);
    const users = await ofBundle.where('read_at', 'is', null).execute();
    const all = this.query.deleteFrom('feed_notification').where(column, 'in', ids);
    await (bundle === undefined ? all : all.where('bundle_key', '=', bundle)).execute();
    return users.map(({ user_id }) => user_id);
  }

  /** In the order of ids, which is the order of time. */
  async ofUser(userId: string, afterId: string, limit: number): Promise<Notification[]> {
    const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', '=', userId);
    return (await rows.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toNotification);
  }

  private get query() {
    return this.database.query();
  }

  private withContext() {
    return this.query
      .selectFrom('feed_notification')
      .leftJoin('post', 'post.id', 'feed_notification.post_id')
      .leftJoin('comment', (join) =>
        join.onRef('comment.id', '=', 'feed_notification.comment_id').on('comment.deleted_at', 'is', null),
      )
      .leftJoin('hub_model', 'hub_model.id', 'feed_notification.model_id')
      .leftJoin('hub_review', 'hub_review.id', 'feed_notification.comment_id')
      .leftJoin('room', 'room.id', 'feed_notification.room_id')
      .leftJoin('take', 'take.id', 'feed_notification.take_id')
      .selectAll('feed_notification')
      .select(NOTIFICATION_CONTEXT_COLUMNS);
  }
}

const columnOf = (
  filter: NotificationFilter,
): readonly ['id' | 'post_id' | 'comment_id' | 'model_id' | 'user_id', readonly string[]] => {
  if ('ids' in filter) return ['id', filter.ids];
  if ('postIds' in filter) return ['post_id', filter.postIds];
  if ('commentIds' in filter) return ['comment_id', filter.commentIds];
  return 'modelId' in filter ? ['model_id', [filter.modelId]] : ['user_id', [filter.userId]];
};
