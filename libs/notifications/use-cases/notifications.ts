import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, Blocks, Users } from '@visionary/accounts';
import { Clock, DomainEvents, Ids, UnitOfWork } from '@visionary/kernel';
import {
  type BundleState,
  CATEGORIES,
  type CountBundle,
  type NewBundledNotification,
  type NewNotification,
  type Notification,
  type NotificationChange,
  type NotificationKind,
  NotificationsChanged,
} from '../domain/notification.js';
import { NotificationOptOuts } from '../storage/notification-opt-outs.js';
import {
  type BundleFilter,
  type NotificationFilter,
  NotificationsRepository,
  type UnreadFilter,
} from '../storage/notifications.repository.js';

/**
 * The one place that adds, changes, and removes notifications, for all slices. Everything runs inside the transaction of
 * its cause; NotificationsChanged reports the outcome.
 */
@Injectable()
export class Notifications implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly notifications: NotificationsRepository,
    private readonly optOuts: NotificationOptOuts,
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, async ({ userId }) => {
      await this.notifications.delete({ userId });
      await this.optOuts.deleteOfUser(userId);
    });
  }

  /**
   * Adds notifications, at most one per user and subject. Leaves out what users did themselves or opted out of, and what
   * users did whom a block separates from the recipient.
   * @param drafts of several for one user, the first that may be sent
   * @returns the notified users
   */
  async publish(drafts: readonly NewNotification[]): Promise<ReadonlySet<string>> {
    const allowed = await this.filterAllowed(drafts);
    const byUser = new Map(allowed.toReversed().map((draft) => [draft.userId, draft]));
    const unnotified = await this.withoutNotified(await this.withoutDeletedUsers([...byUser.values()]));
    await this.add(unnotified.map((draft) => this.create(draft)));
    return new Set(unnotified.map(({ userId }) => userId));
  }

  /**
   * Adds an event to the unread bundle of its key, or starts one. The caller holds a lock that serializes its events.
   * @param count the state with this event
   */
  async bundle(draft: NewBundledNotification, count: CountBundle): Promise<void> {
    if ((await this.filterAllowed([draft])).length === 0) return;
    const unread = await this.notifications.unreadBundle(draft.userId, draft.bundleKey);
    if (unread) {
      // The event counts even if the clock of its node is behind.
      const createdAt = Math.min(draft.at, unread.createdAt);
      const state = await count(createdAt, unread);
      if (!state || isUnchanged(unread, state)) return;
      const extended = { ...unread, ...state, createdAt, at: Math.max(draft.at, unread.at) };
      if (await this.notifications.updateUnread(extended)) return this.publishChanges([extended]);
    }
    const state = await count(draft.at);
    if (state) await this.add([{ ...this.create(draft), ...state, bundleKey: draft.bundleKey }]);
  }

  /** Corrects an unread bundle after something it counts was removed or hidden, or is visible again. */
  async recount(userId: string, bundleKey: string, count: CountBundle): Promise<void> {
    const unread = await this.notifications.unreadBundle(userId, bundleKey);
    if (!unread) return;
    const state = await count(unread.createdAt, unread);
    if (!state) await this.withdraw({ ids: [unread.id] });
    else await this.notifications.updateUnread({ ...unread, ...state });
  }

  /** Unread bundles of a kind, of these users or about these subjects, in the order of subjects. */
  unreadBundles(kind: NotificationKind, filter: BundleFilter): Promise<Notification[]> {
    return this.notifications.unreadBundles(kind, filter);
  }

  /** Rewrites the facts of notifications of these kinds about these subjects, for all users. */
  async revise(
    kinds: readonly NotificationKind[],
    subjectIds: readonly string[],
    revise: (notification: Notification) => object,
  ): Promise<void> {
    for (const notification of await this.notifications.aboutSubjects(kinds, subjectIds)) {
      await this.notifications.setFacts(notification.id, revise(notification));
    }
  }

  async withdraw(filter: NotificationFilter): Promise<void> {
    this.publishChanges(await this.notifications.delete(filter));
  }

  /** Hides notifications until `unhide`, read and unread. */
  async hide(filter: NotificationFilter): Promise<void> {
    const hidden = await this.notifications.setHidden(filter, this.clock.now());
    this.publishChanges(hidden.filter(({ isUnread }) => isUnread));
  }

  /**
   * Shows hidden notifications again. Those that were unread are unread again.
   * @returns whose they are
   */
  async unhide(filter: NotificationFilter): Promise<ReadonlySet<string>> {
    const returned = await this.notifications.setHidden(filter, null);
    this.publishChanges(returned.filter(({ isUnread }) => isUnread));
    return new Set(returned.map(({ userId }) => userId));
  }

  async markRead(userId: string, filter: UnreadFilter): Promise<void> {
    this.publishChanges(await this.notifications.markRead(userId, filter, this.clock.now()));
  }

  /** Marks notifications about a subject as read for all users. */
  async markSubjectRead(subjectId: string, kinds: readonly NotificationKind[]): Promise<void> {
    this.publishChanges(await this.notifications.markSubjectRead(subjectId, kinds, this.clock.now()));
  }

  private async filterAllowed(drafts: readonly NewNotification[]): Promise<NewNotification[]> {
    const ofOthers = drafts.filter(({ userId, actorId }) => userId !== actorId);
    const optional = ofOthers.filter(({ kind }) => CATEGORIES[kind] !== null);
    const optOuts = await this.optOuts.ofUsers([...new Set(optional.map(({ userId }) => userId))]);
    const blocked = new Map<string, ReadonlySet<string>>();
    for (const [actorId, group] of Map.groupBy(optional, (draft) => draft.actorId)) {
      if (actorId === undefined) continue;
      blocked.set(actorId, await this.blocks.blockedAmong(actorId, [...new Set(group.map(({ userId }) => userId))]));
    }
    return ofOthers.filter(({ kind, userId, actorId = '' }) => {
      const category = CATEGORIES[kind];
      return category === null || !(optOuts.get(userId)?.has(category) || blocked.get(actorId)?.has(userId));
    });
  }

  /** Leaves out deleted users: a case outlives the accounts of its author and reporters, and a take those of its participants. */
  private async withoutDeletedUsers(drafts: readonly NewNotification[]): Promise<NewNotification[]> {
    const mayOutlive = ({ kind }: NewNotification): boolean => CATEGORIES[kind] === null || kind === 'postCredited';
    const users = await this.users.byIds(drafts.filter(mayOutlive).map(({ userId }) => userId));
    return drafts.filter((draft) => !mayOutlive(draft) || users.has(draft.userId));
  }

  /** Leaves out users who have a notification about the subject. */
  private async withoutNotified(drafts: readonly NewNotification[]): Promise<NewNotification[]> {
    const remaining: NewNotification[] = [];
    for (const [subjectId, group] of Map.groupBy(drafts, (draft) => draft.subjectId)) {
      const userIds = group.map(({ userId }) => userId);
      const notified = subjectId === undefined ? null : await this.notifications.recipientsAmong(subjectId, userIds);
      remaining.push(...group.filter(({ kind, userId }) => CATEGORIES[kind] === null || !notified?.has(userId)));
    }
    return remaining;
  }

  private create({ actorId, ...draft }: NewNotification): Notification {
    return {
      ...{ id: this.ids.next(), bundleKey: null, roomId: null, subjectId: null, parentId: null, seq: null, facts: {} },
      ...draft,
      ...{ actorIds: actorId === undefined ? [] : [actorId], count: 1, createdAt: draft.at, readAt: null },
    };
  }

  private async add(notifications: readonly Notification[]): Promise<void> {
    if (notifications.length === 0) return;
    await this.notifications.add(notifications);
    this.publishChanges(notifications);
  }

  private publishChanges(changes: readonly NotificationChange[]): void {
    if (changes.length === 0) return;
    const published = changes.map(({ userId, id, bundleKey, roomId }) => {
      return { userId, roomId, ...(id !== undefined && { id }), ...(bundleKey && { bundleKey }) };
    });
    this.unitOfWork.publish(new NotificationsChanged(published));
  }
}

const isUnchanged = (bundle: Notification, { count, actorIds, facts, subjectId }: BundleState): boolean =>
  bundle.count === count &&
  (subjectId ?? bundle.subjectId) === bundle.subjectId &&
  JSON.stringify([bundle.actorIds, bundle.facts]) === JSON.stringify([actorIds, facts]);
