import { Injectable } from '@nestjs/common';
import { NotificationOptOuts, type NotificationCategory, NotificationsRead, UsersNotified } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import {
  type Forgotten,
  NOTIFICATION_SOURCE,
  type Notification,
  type NotificationKind,
  Notifications,
} from '../../domain/comments/notifications.js';

/** What can be declined; what one has to mend reaches users whatever they chose. */
const CHOICES: Readonly<Record<NotificationKind, NotificationCategory | null>> = {
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

/** What is not said is nothing; one user did it, who stands in `userIds`. */
export type NewNotification = Pick<Notification, 'userId' | 'kind' | 'at' | 'userIds'> &
  Partial<Omit<Notification, 'id' | 'readAt'>>;

const EMPTY = {
  ...({ bundle: null, postId: null, commentId: null, modelId: null, roomId: null, takeId: null } as const),
  ...{ extra: {}, count: 1 },
};

/** Inside the transaction in which something happens: tells users of it, as far as they want to be told. */
@Injectable()
export class NotificationWriter {
  constructor(
    private readonly notifications: Notifications,
    private readonly declined: NotificationOptOuts,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /** @param drafts of several for one user the first that they want is told */
  async run(drafts: readonly NewNotification[]): Promise<void> {
    if (drafts.length === 0) return;
    const declined = await this.declined.ofUsers([...new Set(drafts.map(({ userId }) => userId))]);
    const told = new Map<string, Notification>();
    for (const draft of drafts) {
      const choice = CHOICES[draft.kind];
      if (told.has(draft.userId) || (choice && declined.get(draft.userId)?.has(choice))) continue;
      told.set(draft.userId, { ...EMPTY, ...draft, id: this.ids.next(), readAt: null });
    }
    if (told.size === 0) return;
    await this.notifications.add([...told.values()]);
    this.announce([...told.values()]);
  }

  /** An unread one says more from now on. @returns false where it was read meanwhile, or is not wanted any more */
  async grow(notification: Notification): Promise<boolean> {
    if (!(await this.notifications.extendBundle(notification))) return false;
    this.announce([notification]);
    return true;
  }

  async wants(userId: string, kind: NotificationKind): Promise<boolean> {
    const choice = CHOICES[kind];
    return choice === null || !(await this.declined.of(userId)).has(choice);
  }

  async forget(about: Forgotten): Promise<void> {
    const users = await this.notifications.forget(about);
    if (users.length > 0) this.unitOfWork.publish(new NotificationsRead(users));
  }

  private announce(told: readonly Notification[]): void {
    const ids = told.map(({ id, userId }) => ({ id, userId }));
    this.unitOfWork.publish(new UsersNotified(NOTIFICATION_SOURCE, ids));
  }
}
