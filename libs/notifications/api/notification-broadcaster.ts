import { Injectable } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, LiveSubjects } from '@visionary/platform/realtime';
import { NotificationsChanged } from '../domain/notification.js';
import { Inbox } from '../use-cases/inbox.js';

const TOPIC = 'notifications.changed';
/** An unread notification that keeps growing is sent at most this often. */
const INTERVAL_MS = 1_000;

interface Change {
  readonly userId: string;
  /** A new notification, or one that grew. Absent: only the unread count changed. */
  readonly id?: string | undefined;
  /** A bundle that is withdrawn and starts again has another id. */
  readonly bundleKey?: string | null | undefined;
}

const keyOf = ({ id, bundleKey, userId }: Change): string => (bundleKey ? `${userId} ${bundleKey}` : (id ?? userId));

/** Sends notifications and unread counts to the clients of their users. Each node serves its own sockets. */
@Injectable()
export class NotificationBroadcaster {
  constructor(
    live: LiveSubjects,
    events: DomainEvents,
    bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly inbox: Inbox,
  ) {
    // Local, because a fan-out to many users is one message on the bus.
    const subject = live.declare<Change>({
      ...{ topic: TOPIC, isLocal: true, intervalMs: INTERVAL_MS, keyOf },
      broadcast: (changes) => this.send(changes),
    });
    events.afterCommit(NotificationsChanged, ({ changes }) => {
      const unique = new Map(changes.map(({ roomId: _roomId, ...change }) => [keyOf(change), change]));
      bus.publish(TOPIC, [...unique.values()]);
    });
    bus.subscribe<readonly Change[]>(TOPIC, (changes) => {
      const localUserIds = new Set(broadcast.localUserIds);
      for (const change of changes) if (localUserIds.has(change.userId)) subject.touch(change);
    });
    bus.onRecovered(() => {
      for (const userId of broadcast.localUserIds) subject.touch({ userId });
    });
  }

  private async send(changes: readonly Change[]): Promise<void> {
    const notifications = await this.inbox.byIds(changes.flatMap(({ id }) => id ?? []));
    const countOnlyUserIds = new Set(changes.flatMap(({ id, userId }) => (id === undefined ? userId : [])));
    const unread = await this.inbox.unreadOf([
      ...new Set([...countOnlyUserIds, ...notifications.map(({ userId }) => userId)]),
    ]);
    for (const { userId, notification } of notifications) {
      this.broadcast.toUserLocally(userId, 'me.notificationReceived', {
        notification,
        unread: unread.get(userId) ?? 0,
      });
      countOnlyUserIds.delete(userId);
    }
    for (const userId of countOnlyUserIds) {
      this.broadcast.toUserLocally(userId, 'me.notificationReceived', { unread: unread.get(userId) ?? 0 });
    }
  }
}
