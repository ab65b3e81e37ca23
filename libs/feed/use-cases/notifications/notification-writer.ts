import { Injectable } from '@nestjs/common';
import { type NotificationCategory, NotificationOptOuts, NotificationsRead, UsersNotified } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import {
  NOTIFICATION_SOURCE,
  type Notification,
  type NotificationFilter,
  type NotificationKind,
} from '../../domain/notifications/notifications.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';

/** Which category opts a user out of a kind. Null: users can't opt out, because they have to act. */
const CATEGORIES: Readonly<Record<NotificationKind, NotificationCategory | null>> = {
  comment: 'comments',
  commentReply: 'replies',
  commentMention: 'mentions',
  postMention: 'mentions',
  reactions: 'reactions',
  follow: 'follows',
  takeFinished: 'takes',
  takeFailed: 'takes',
  modelUsed: 'models',
  modelComment: 'comments',
  modelReply: 'replies',
  modelMention: 'mentions',
  modelReview: 'comments',
  modelReactions: 'reactions',
  modelPublished: 'versions',
  versionPublished: 'versions',
  versionQuarantined: null,
};

/** Absent ids are null, and `count` is 1. */
export type NewNotification = Pick<Notification, 'userId' | 'kind' | 'at' | 'userIds'> &
  Partial<Omit<Notification, 'id' | 'readAt'>>;

const EMPTY = {
  bundle: null,
  postId: null,
  commentId: null,
  modelId: null,
  roomId: null,
  takeId: null,
  extra: {},
  count: 1,
} as const;

/** Writes notifications inside the transaction of their cause, and respects opt-outs. */
@Injectable()
export class NotificationWriter {
  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly optOuts: NotificationOptOuts,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /** @param drafts of several for one user, the first that the user didn't opt out of is added */
  async add(drafts: readonly NewNotification[]): Promise<void> {
    if (drafts.length === 0) return;
    const optOuts = await this.optOuts.ofUsers([...new Set(drafts.map(({ userId }) => userId))]);
    const added = new Map<string, Notification>();
    for (const draft of drafts) {
      const category = CATEGORIES[draft.kind];
      if (added.has(draft.userId) || (category && optOuts.get(draft.userId)?.has(category))) continue;
      added.set(draft.userId, { ...EMPTY, ...draft, id: this.ids.next(), readAt: null });
    }
    if (added.size === 0) return;
    await this.notifications.add([...added.values()]);
    this.publish([...added.values()]);
  }

  /** Updates an unread bundle and announces it. @returns false when it was read or deleted meanwhile */
  async extend(bundle: Notification): Promise<boolean> {
    if (!(await this.notifications.updateUnread(bundle))) return false;
    this.publish([bundle]);
    return true;
  }

  async isWanted(userId: string, kind: NotificationKind): Promise<boolean> {
    const category = CATEGORIES[kind];
    return category === null || !(await this.optOuts.of(userId)).has(category);
  }

  async delete(filter: NotificationFilter): Promise<void> {
    const userIds = await this.notifications.delete(filter);
    if (userIds.length > 0) this.unitOfWork.publish(new NotificationsRead(userIds));
  }

  private publish(notifications: readonly Notification[]): void {
    const ids = notifications.map(({ id, userId }) => ({ id, userId }));
    this.unitOfWork.publish(new UsersNotified(NOTIFICATION_SOURCE, ids));
  }
}
