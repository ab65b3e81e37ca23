import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataExporters, SensitiveContentPreferences, Users } from '@visionary/accounts';
import {
  type ContentRating,
  LIMITS,
  type NotificationPage,
  type NotificationView,
  type UserView,
} from '@visionary/contract';
import {
  mentionsIn,
  pageOf,
  paginate,
  readCursor,
  renderMentions,
  truncate,
  UnitOfWork,
  isoTime,
} from '@visionary/kernel';
import type { Notification, NotificationKind } from '../domain/notification.js';
import { type NotificationInRoom, NotificationsRepository } from '../storage/notifications.repository.js';
import { Notifications } from './notifications.js';

/** What the inbox adds to the details. */
type SharedField = 'id' | 'kind' | 'at' | 'isRead' | 'by' | 'users' | 'count' | 'room';
type DetailsOf<V> = V extends NotificationView ? Omit<V, SharedField> : never;
/** What a notification shows of its subject, as it is now. A text is complete, with mentions. */
export type NotificationDetails = DetailsOf<NotificationView>;

/**
 * Loads the subjects of notifications, and returns what they show. Null: the subject no longer exists. The number of queries is
 * constant.
 */
export type NotificationPresenter = (
  notifications: readonly Notification[],
) => Promise<(notification: Notification) => NotificationDetails | null>;

interface RatedSubject {
  readonly id: string;
  readonly ownerId: string;
  readonly contentRating: ContentRating;
}

const PAGE_SIZE = 30;
/** Their facts are the words of a report or an appeal, and the title of another user's content. */
const HAS_TEXT_OF_OTHERS: ReadonlySet<NotificationKind> = new Set(['report', 'appeal', 'reportDecided']);
const EXPORT_PAGE_SIZE = 500;
/** The notifications of users as they see them, from all slices. */
@Injectable()
export class Inbox implements OnModuleInit {
  private readonly presenters = new Map<NotificationKind, NotificationPresenter>();

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly repository: NotificationsRepository,
    private readonly notifications: Notifications,
    private readonly users: Users,
    private readonly sensitiveContentPreferences: SensitiveContentPreferences,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('notifications.json', (userId) => this.exportPages(userId));
  }

  /** Called when a module starts. */
  register(kinds: readonly NotificationKind[], presenter: NotificationPresenter): void {
    for (const kind of kinds) this.presenters.set(kind, presenter);
  }

  /**
   * Loads what notifications are about, for presenters.
   * @returns the subject of a notification, or null; `isHidden` if it is sensitive content of another user, and the recipient
   *   hides such content
   */
  async subjects<S extends RatedSubject>(
    notifications: readonly Notification[],
    idOf: (notification: Notification) => string | null,
    load: (ids: readonly string[]) => Promise<readonly S[]>,
  ): Promise<(notification: Notification) => { readonly subject: S; readonly isHidden: boolean } | null> {
    const loaded = await load([...new Set(notifications.flatMap((one) => idOf(one) ?? []))]);
    const subjects = new Map(loaded.map((subject) => [subject.id, subject]));
    const isSensitive = (one: Notification): boolean => {
      const subject = subjects.get(idOf(one) ?? '');
      return subject !== undefined && subject.contentRating !== 'everyone' && subject.ownerId !== one.userId;
    };
    const recipients = notifications.filter(isSensitive).map(({ userId }) => userId);
    const hidingUsers = await this.sensitiveContentPreferences.hidingAmong(recipients);
    return (one) => {
      const subject = subjects.get(idOf(one) ?? '');
      return subject === undefined ? null : { subject, isHidden: isSensitive(one) && hidingUsers.has(one.userId) };
    };
  }

  /** Newest first. @throws Rejection INVALID for a malformed cursor */
  async page(userId: string, cursor?: string): Promise<NotificationPage> {
    const after = readCursor(cursor);
    const rows = await this.repository.page(userId, after && { at: after.value, id: after.id }, PAGE_SIZE + 1);
    const { page, nextCursor } = pageOf(rows, PAGE_SIZE, ({ at: value, id }) => ({ value, id }));
    const views = await this.viewsOf(page);
    return {
      notifications: page.flatMap(({ id }) => views.get(id) ?? []),
      unread: await this.unread(userId),
      nextCursor,
    };
  }

  /** Those that exist and that their users may see. */
  async byIds(ids: readonly string[]): Promise<{ readonly userId: string; readonly notification: NotificationView }[]> {
    const rows = await this.repository.byIds(ids);
    const views = await this.viewsOf(rows);
    return rows.flatMap(({ id, userId }) => {
      const notification = views.get(id);
      return notification ? [{ userId, notification }] : [];
    });
  }

  /** One query per thousand users. */
  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.repository.unreadOf(userIds);
  }

  async unread(userId: string): Promise<number> {
    return (await this.unreadOf([userId])).get(userId) ?? 0;
  }

  /** @param ids undefined for all; those of other users are ignored. @returns how many stay unread */
  async markRead(userId: string, ids: readonly string[] | undefined): Promise<number> {
    await this.unitOfWork.run(() => this.notifications.markRead(userId, { ids }));
    return this.unread(userId);
  }

  /** Leaves out who caused a notification, and what others wrote: that is data of other users. */
  private exportPages(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Notification) => this.repository.ofUser(userId, last?.id ?? '', EXPORT_PAGE_SIZE);
    return paginate(EXPORT_PAGE_SIZE, read, ({ kind, roomId, subjectId, parentId, count, facts, at, readAt }) => ({
      kind,
      ...(roomId !== null && { roomId }),
      ...(subjectId !== null && { subjectId }),
      ...(parentId !== null && { parentId }),
      count,
      ...(HAS_TEXT_OF_OTHERS.has(kind) ? {} : facts),
      at: isoTime(at),
      ...(readAt !== null && { readAt: isoTime(readAt) }),
    }));
  }

  private async viewsOf(notifications: readonly NotificationInRoom[]): Promise<ReadonlyMap<string, NotificationView>> {
    const details = new Map<string, NotificationDetails>();
    for (const [presenter, group] of Map.groupBy(notifications, ({ kind }) => this.presenters.get(kind))) {
      const present = await presenter?.(group);
      for (const notification of group) {
        const detail = present?.(notification);
        if (detail) details.set(notification.id, detail);
      }
    }
    const mentionedIds = [...details.values()].flatMap(
      (detail) => mentionsIn(textOf(detail), LIMITS.mentionsPerMessage).users,
    );
    const users = await this.users.byIds([...notifications.flatMap(({ actorIds }) => actorIds), ...mentionedIds]);
    return new Map(
      notifications.flatMap((notification) => {
        const detail = details.get(notification.id);
        return detail ? [[notification.id, viewOf(notification, detail, users)]] : [];
      }),
    );
  }
}

const textOf = (details: NotificationDetails): string => ('text' in details ? details.text : '');

const viewOf = (
  { id, kind, bundleKey, actorIds, count, roomId, roomName, at, readAt }: NotificationInRoom,
  details: NotificationDetails,
  users: ReadonlyMap<string, UserView>,
): NotificationView => {
  const [actorId] = actorIds;
  const nameOf = (userId: string): string => users.get(userId)?.name ?? '';
  const view = {
    ...{ id, kind, at, isRead: readAt !== null },
    ...details,
    ...('text' in details && { text: truncate(renderMentions(details.text, nameOf), LIMITS.quoteLength) }),
    ...(roomId !== null && { room: { id: roomId, name: roomName ?? '' } }),
    ...(bundleKey !== null && { users: actorIds.flatMap((userId) => users.get(userId) ?? []), count }),
    ...(bundleKey === null && actorId !== undefined && { by: users.get(actorId) ?? { id: actorId, name: '' } }),
  };
  // The details are those of the kind.
  return view as NotificationView;
};
