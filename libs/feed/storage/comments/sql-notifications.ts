import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import type { ExpressionBuilder } from 'kysely';
import {
  FOLLOW_BUNDLE,
  type Forgotten,
  type Notification,
  type NotificationCursor,
  Notifications,
  type NotificationSubject,
  type NotificationWithContext,
} from '../../domain/comments/notifications.js';
import { toNotification, rowOf, NOTIFICATION_CONTEXT_COLUMNS, toNotificationContext } from './notification-row.js';
import type { ForeignTables, CommentTables } from './tables.js';

type Tables = CommentTables & ForeignTables;

const ROWS_AT_ONCE = 1_000;

/** What it tells of is no room's, or the room is still there for whoever is told: theirs, or a public one that does not keep them out. */
const maySee = ({ eb, or, and, exists, not, selectFrom }: ExpressionBuilder<Tables, 'feed_notification'>) => {
  const mine = selectFrom('room_member')
    .select('room_member.room_id')
    .whereRef('room_member.room_id', '=', 'feed_notification.room_id')
    .whereRef('room_member.user_id', '=', 'feed_notification.user_id');
  const open = selectFrom('room as open')
    .select('open.id')
    .whereRef('open.id', '=', 'feed_notification.room_id')
    .where('open.visibility', '=', 'public');
  const kept = selectFrom('room_ban')
    .select('room_ban.room_id')
    .whereRef('room_ban.room_id', '=', 'feed_notification.room_id')
    .whereRef('room_ban.user_id', '=', 'feed_notification.user_id');
  return or([eb('feed_notification.room_id', 'is', null), exists(mine), and([exists(open), not(exists(kept))])]);
};

@Injectable()
export class SqlNotifications extends Notifications {
  constructor(private readonly database: Database) {
    super();
  }

  async add(notices: readonly Notification[]): Promise<void> {
    for (let from = 0; from < notices.length; from += ROWS_AT_ONCE) {
      const rows = notices.slice(from, from + ROWS_AT_ONCE).map(rowOf);
      await this.query.insertInto('feed_notification').values(rows).execute();
    }
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationWithContext[]> {
    let rows = this.told().where('feed_notification.user_id', '=', userId).where(maySee);
    if (after)
      rows = rows.where(afterKeyset(['feed_notification.at', 'feed_notification.id'], [after.at, after.id], 'desc'));
    const page = rows.orderBy('feed_notification.at', 'desc').orderBy('feed_notification.id', 'desc').limit(limit);
    return (await page.execute()).map(toNotificationContext);
  }

  async byIds(ids: readonly string[]): Promise<NotificationWithContext[]> {
    if (ids.length === 0) return [];
    return (await this.told().where('feed_notification.id', 'in', ids).where(maySee).execute()).map(
      toNotificationContext,
    );
  }

  async unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const unread = new Map<string, number>(userIds.map((id) => [id, 0]));
    for (let from = 0; from < userIds.length; from += ROWS_AT_ONCE) {
      const rows = await this.query
        .selectFrom('feed_notification')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('unread')])
        .where('user_id', 'in', userIds.slice(from, from + ROWS_AT_ONCE))
        .where('read_at', 'is', null)
        .where(maySee)
        .groupBy('user_id')
        .execute();
      for (const row of rows) unread.set(row.user_id, Number(row.unread));
    }
    return unread;
  }

  async read(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean> {
    if (ids?.length === 0) return false;
    const unread = this.query.updateTable('feed_notification').set({ read_at: at }).where('user_id', '=', userId);
    const these = ids ? unread.where('id', 'in', ids) : unread;
    return (await these.where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows > 0n;
  }

  async findBundle(userId: string, bundle: string): Promise<Notification | null> {
    const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', '=', userId);
    const row = await rows.where('bundle_key', '=', bundle).where('read_at', 'is', null).executeTakeFirst();
    return row ? toNotification(row) : null;
  }

  async findBundleOf(postIds: readonly string[]): Promise<Notification[]> {
    if (postIds.length === 0) return [];
    const rows = this.query.selectFrom('feed_notification').selectAll().where('post_id', 'in', postIds);
    return (await rows.where('kind', '=', 'reactions').where('read_at', 'is', null).execute()).map(toNotification);
  }

  async gatheringBy(authorId: string, giverId: string): Promise<Notification[]> {
    const rows = this.query
      .selectFrom('feed_notification')
      .selectAll()
      .where('user_id', '=', authorId)
      .where('kind', '=', 'reactions')
      .where('read_at', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('post_reaction')
            .select('post_reaction.post_id')
            .whereRef('post_reaction.post_id', '=', 'feed_notification.post_id')
            .where('post_reaction.user_id', '=', giverId),
        ),
      );
    return (await rows.orderBy('post_id').execute()).map(toNotification);
  }

  async gatheringFollows(userIds: readonly string[]): Promise<Notification[]> {
    const gathering: Notification[] = [];
    for (let from = 0; from < userIds.length; from += ROWS_AT_ONCE) {
      const some = userIds.slice(from, from + ROWS_AT_ONCE);
      const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', 'in', some);
      const unread = rows.where('bundle_key', '=', FOLLOW_BUNDLE).where('read_at', 'is', null);
      gathering.push(...(await unread.execute()).map(toNotification));
    }
    return gathering;
  }

  async gatheringOfModels(creatorId: string): Promise<Notification[]> {
    const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', '=', creatorId);
    const unread = rows.where('kind', '=', 'modelReactions').where('read_at', 'is', null);
    return (await unread.orderBy('model_id').execute()).map(toNotification);
  }

  async extendBundle(notification: Notification): Promise<boolean> {
    const { actor_ids: people, count, post_id, data: extra, at } = rowOf(notification);
    const grown = this.query
      .updateTable('feed_notification')
      .set({ actor_ids: people, count, post_id, data: extra, at });
    return (
      (await grown.where('id', '=', notification.id).where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows >
      0n
    );
  }

  async toldOf(about: NotificationSubject): Promise<ReadonlySet<string>> {
    const told = this.query.selectFrom('feed_notification').select('user_id');
    const these =
      'commentId' in about
        ? told.where('comment_id', '=', about.commentId)
        : told.where('post_id', '=', about.postId).where('kind', '=', 'postMention');
    return new Set((await these.execute()).map(({ user_id }) => user_id));
  }

  async forget(about: Forgotten): Promise<string[]> {
    const [column, ids] = columnOf(about);
    if (ids.length === 0) return [];
    const bundle = 'modelId' in about ? about.bundle : undefined;
    const unread = this.query.selectFrom('feed_notification').select('user_id').distinct().where(column, 'in', ids);
    const told = bundle === undefined ? unread : unread.where('bundle_key', '=', bundle);
    const users = await told.where('read_at', 'is', null).execute();
    const all = this.query.deleteFrom('feed_notification').where(column, 'in', ids);
    await (bundle === undefined ? all : all.where('bundle_key', '=', bundle)).execute();
    return users.map(({ user_id }) => user_id);
  }
  async toldTo(userId: string, afterId: string, limit: number): Promise<Notification[]> {
    const rows = this.query.selectFrom('feed_notification').selectAll().where('user_id', '=', userId);
    return (await rows.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toNotification);
  }

  private get query() {
    return this.database.query<Tables>();
  }

  private told() {
    return this.query
      .selectFrom('feed_notification')
      .leftJoin('post', 'post.id', 'feed_notification.post_id')
      .leftJoin('comment', 'comment.id', 'feed_notification.comment_id')
      .leftJoin('hub_model', 'hub_model.id', 'feed_notification.model_id')
      .leftJoin('hub_comment', 'hub_comment.id', 'feed_notification.comment_id')
      .leftJoin('hub_review', 'hub_review.id', 'feed_notification.comment_id')
      .leftJoin('room', 'room.id', 'feed_notification.room_id')
      .leftJoin('take', 'take.id', 'feed_notification.take_id')
      .selectAll('feed_notification')
      .select(NOTIFICATION_CONTEXT_COLUMNS);
  }
}

const columnOf = (
  about: Forgotten,
): readonly ['id' | 'post_id' | 'comment_id' | 'model_id' | 'user_id', readonly string[]] => {
  if ('ids' in about) return ['id', about.ids];
  if ('postIds' in about) return ['post_id', about.postIds];
  if ('commentIds' in about) return ['comment_id', about.commentIds];
  return 'modelId' in about ? ['model_id', [about.modelId]] : ['user_id', [about.userId]];
};
