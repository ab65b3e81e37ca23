import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { NotificationsChanged } from '../domain/notification.js';
import { Inbox } from '../use-cases/inbox.js';
import { BatchingThrottle } from './batching-throttle.js';

const TOPIC = 'notifications.changed';
/** An unread notification that keeps growing is sent at most this often. */
const INTERVAL_MS = 1_000;

interface Change {
  readonly userId: string;
  /** A new notification, or one that grew. Absent: only the unread count changed. */
  readonly id?: string | undefined;
}

const keyOf = ({ id, userId }: Change): string => id ?? userId;

/** Sends notifications and unread counts to the clients of their users. Each node serves its own sockets. */
@Injectable()
export class NotificationBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly throttle = new BatchingThrottle<Change>(INTERVAL_MS, keyOf, (changes) => this.start(changes));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly inbox: Inbox,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(NotificationsChanged, ({ changes }) => {
      const unique = new Map(changes.map(({ userId, id }) => [keyOf({ userId, id }), { userId, id }]));
      this.bus.publish(TOPIC, [...unique.values()]);
    });
    this.bus.subscribe<readonly Change[]>(TOPIC, (changes) => {
      const usersHere = new Set(this.broadcast.usersHere);
      this.throttle.add(changes.filter(({ userId }) => usersHere.has(userId)));
    });
    this.bus.onRecovered(() => this.start(this.broadcast.usersHere.map((userId) => ({ userId }))));
  }

  onApplicationShutdown(): void {
    this.throttle.stop();
  }

  private start(changes: readonly Change[]): void {
    this.send(changes).catch((error: unknown) => this.logger.error('Sending notifications failed', error));
  }

  private async send(changes: readonly Change[]): Promise<void> {
    const found = await this.inbox.byIds(changes.flatMap(({ id }) => id ?? []));
    const counted = new Set(changes.flatMap(({ id, userId }) => (id === undefined ? userId : [])));
    const unread = await this.inbox.unreadOf([...new Set([...counted, ...found.map(({ userId }) => userId)])]);
    for (const { userId, notification } of found) {
      this.broadcast.toUserHere(userId, 'me.notificationReceived', { notification, unread: unread.get(userId) ?? 0 });
      counted.delete(userId);
    }
    for (const userId of counted) {
      this.broadcast.toUserHere(userId, 'me.notificationReceived', { unread: unread.get(userId) ?? 0 });
    }
  }
}
