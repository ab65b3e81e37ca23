import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
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
import type { ForeignTables, CommentTables } from '../comments/tables.js';

type Tables = CommentTables & ForeignTables;

const BATCH_SIZE = 1_000;

/** Hides notifications of a room unless the recipient is a member, or the room is public and didn't ban them. */
const isVisible = ({ eb, or, and, exists, not, selectFrom }: ExpressionBuilder<Tables, 'notice'>) => {
  const mine = selectFrom('member')
    .select('member.room_id')
    .whereRef('member.room_id', '=', 'notice.room_id')
    .whereRef('member.person_id', '=', 'notice.person_id');
  const open = selectFrom('room as open')
    .select('open.id')
    .whereRef('open.id', '=', 'notice.room_id')
    .where('open.visibility', '=', 'public');
  const banned = selectFrom('ban')
    .select('ban.room_id')
    .whereRef('ban.room_id', '=', 'notice.room_id')
    .whereRef('ban.person_id', '=', 'notice.person_id');
  return or([eb('notice.room_id', 'is', null), exists(mine), and([exists(open), not(exists(banned))])]);
};

/** Notifications of the feed. */
@Injectable()
export class NotificationsRepository {
  constructor(private readonly database: Database) {}

  /** One statement per thousand. */
  async add(notifications: readonly Notification[]): Promise<void> {
    for (let from = 0; from < notifications.length; from += BATCH_SIZE) {
      const rows = notifications.slice(from, from + BATCH_SIZE).map(rowOf);
      await this.query.insertInto('notice').values(rows).execute();
    }
  }

  /** Newest first. */
  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationWithContext[]> {
    let rows = this.withContext().where('notice.person_id', '=', userId).where(isVisible);
    if (after) rows = rows.where(afterKeyset(['notice.at', 'notice.id'], [after.at, after.id], 'desc'));
    const page = rows.orderBy('notice.at', 'desc').orderBy('notice.id', 'desc').limit(limit);
    return (await page.execute()).map(toNotificationContext);
  }

  async byIds(ids: readonly string[]): Promise<NotificationWithContext[]> {
    if (ids.length === 0) return [];
    return (await this.withContext().where('notice.id', 'in', ids).where(isVisible).execute()).map(
      toNotificationContext,
    );
  }

  /** One query per thousand users. */
  async unreadCounts(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const rows = await this.query
        .selectFrom('notice')
        .select(({ fn }) => ['person_id', fn.countAll<number>().as('unread')])
        .where('person_id', 'in', userIds.slice(from, from + BATCH_SIZE))
        .where('read_at', 'is', null)
        .where(isVisible)
        .groupBy('person_id')
        .execute();
      for (const row of rows) unread.set(row.person_id, Number(row.unread));
    }
    return unread;
  }

  /** @param ids undefined for all. @returns whether any was unread */
  async markRead(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean> {
    if (ids?.length === 0) return false;
    const unread = this.query.updateTable('notice').set({ read_at: at }).where('person_id', '=', userId);
    const these = ids ? unread.where('id', 'in', ids) : unread;
    return (await these.where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows > 0n;
  }

  async unreadBundle(userId: string, bundle: string): Promise<Notification | null> {
    const rows = this.query.selectFrom('notice').selectAll().where('person_id', '=', userId);
    const row = await rows.where('bundle', '=', bundle).where('read_at', 'is', null).executeTakeFirst();
    return row ? toNotification(row) : null;
  }

  /** Bundles of reactions to these posts. */
  async unreadReactionBundles(postIds: readonly string[]): Promise<Notification[]> {
    if (postIds.length === 0) return [];
    const rows = this.query.selectFrom('notice').selectAll().where('post_id', 'in', postIds);
    return (await rows.where('kind', '=', 'reactions').where('read_at', 'is', null).execute()).map(toNotification);
  }

  /** Bundles of reactions to an author's posts that this user reacted to, in the order of posts. */
  async unreadReactionBundlesBetween(authorId: string, userId: string): Promise<Notification[]> {
    const rows = this.query
      .selectFrom('notice')
      .selectAll()
      .where('person_id', '=', authorId)
      .where('kind', '=', 'reactions')
      .where('read_at', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('post_reaction')
            .select('post_reaction.post_id')
            .whereRef('post_reaction.post_id', '=', 'notice.post_id')
            .where('post_reaction.person_id', '=', userId),
        ),
      );
    return (await rows.orderBy('post_id').execute()).map(toNotification);
  }

  async unreadFollowBundles(userIds: readonly string[]): Promise<Notification[]> {
    const bundles: Notification[] = [];
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const some = userIds.slice(from, from + BATCH_SIZE);
      const rows = this.query.selectFrom('notice').selectAll().where('person_id', 'in', some);
      const unread = rows.where('bundle', '=', FOLLOW_BUNDLE).where('read_at', 'is', null);
      bundles.push(...(await unread.execute()).map(toNotification));
    }
    return bundles;
  }

  /** Bundles of reactions to a creator's models, in the order of models. */
  async unreadModelReactionBundles(creatorId: string): Promise<Notification[]> {
    const rows = this.query.selectFrom('notice').selectAll().where('person_id', '=', creatorId);
    const unread = rows.where('kind', '=', 'modelReactions').where('read_at', 'is', null);
    return (await unread.orderBy('model_id').execute()).map(toNotification);
  }

  /** @returns false when it was read or deleted meanwhile */
  async updateUnread(notification: Notification): Promise<boolean> {
    const { people, count, post_id, extra, at } = rowOf(notification);
    const changed = this.query.updateTable('notice').set({ people, count, post_id, extra, at });
    const unread = changed.where('id', '=', notification.id).where('read_at', 'is', null);
    return (await unread.executeTakeFirst()).numUpdatedRows > 0n;
  }

  /** Who has a notification of a comment, or of a mention in a post. */
  async recipientsOf(subject: NotificationSubject): Promise<ReadonlySet<string>> {
    const rows = this.query.selectFrom('notice').select('person_id');
    const these =
      'commentId' in subject
        ? rows.where('comment_id', '=', subject.commentId)
        : rows.where('post_id', '=', subject.postId).where('kind', '=', 'postMention');
    return new Set((await these.execute()).map(({ person_id }) => person_id));
  }

  /** @returns the users who lose an unread one */
  async delete(filter: NotificationFilter): Promise<string[]> {
    const [column, ids] = columnOf(filter);
    if (ids.length === 0) return [];
    const bundle = 'modelId' in filter ? filter.bundle : undefined;
    const recipients = this.query.selectFrom('notice').select('person_id').distinct().where(column, 'in', ids);
    const ofBundle = bundle === undefined ? recipients : recipients.where('bundle', '=', bundle);
    const users = await ofBundle.where('read_at', 'is', null).execute();
    const all = this.query.deleteFrom('notice').where(column, 'in', ids);
    await (bundle === undefined ? all : all.where('bundle', '=', bundle)).execute();
    return users.map(({ person_id }) => person_id);
  }

  /** In the order of ids, which is the order of time. */
  async ofUser(userId: string, afterId: string, limit: number): Promise<Notification[]> {
    const rows = this.query.selectFrom('notice').selectAll().where('person_id', '=', userId);
    return (await rows.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toNotification);
  }

  private get query() {
    return this.database.query<Tables>();
  }

  private withContext() {
    return this.query
      .selectFrom('notice')
      .leftJoin('post', 'post.id', 'notice.post_id')
      .leftJoin('comment', 'comment.id', 'notice.comment_id')
      .leftJoin('hub_model', 'hub_model.id', 'notice.model_id')
      .leftJoin('hub_comment', 'hub_comment.id', 'notice.comment_id')
      .leftJoin('hub_review', 'hub_review.id', 'notice.comment_id')
      .leftJoin('room', 'room.id', 'notice.room_id')
      .leftJoin('take', 'take.id', 'notice.take_id')
      .selectAll('notice')
      .select(NOTIFICATION_CONTEXT_COLUMNS);
  }
}

const columnOf = (
  filter: NotificationFilter,
): readonly ['id' | 'post_id' | 'comment_id' | 'model_id' | 'person_id', readonly string[]] => {
  if ('ids' in filter) return ['id', filter.ids];
  if ('postIds' in filter) return ['post_id', filter.postIds];
  if ('commentIds' in filter) return ['comment_id', filter.commentIds];
  return 'modelId' in filter ? ['model_id', [filter.modelId]] : ['person_id', [filter.userId]];
};
