import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { NotificationsRead, UsersNotified } from '../domain/notifications.js';
import { BatchingThrottle } from './batching-throttle.js';
import { NotificationSources } from './notification-sources.js';

const CREATED_TOPIC = 'notifications.created';
const READ_TOPIC = 'notifications.read';
/** An unread notification that keeps growing is sent at most this often. */
const NOTIFICATION_INTERVAL_MS = 1_000;

interface CreatedMessage {
  /** Name of the NotificationSource. */
  readonly source: string;
  readonly id: string;
  readonly userId: string;
}

/** Sends notifications and unread counts to the clients of their users. Each node serves its own sockets. */
@Injectable()
export class NotificationBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly throttle = new BatchingThrottle<CreatedMessage>(
    NOTIFICATION_INTERVAL_MS,
    ({ id }) => id,
    (created) => this.logErrors(this.sendNotifications(created)),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly notifications: NotificationSources,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UsersNotified, ({ source, notifications }) =>
      this.bus.publish(
        CREATED_TOPIC,
        notifications.map(({ id, userId }): CreatedMessage => ({ source, id, userId })),
      ),
    );
    this.events.afterCommit(NotificationsRead, ({ userIds }) => this.bus.publish(READ_TOPIC, [...userIds]));
    this.bus.subscribe<readonly CreatedMessage[]>(CREATED_TOPIC, (created) => {
      const localUsers = new Set(this.broadcast.usersHere);
      this.throttle.add(created.filter(({ userId }) => localUsers.has(userId)));
    });
    this.bus.subscribe<readonly string[]>(READ_TOPIC, (userIds) => this.logErrors(this.sendUnreadCounts(userIds)));
    this.bus.onRecovered(() => this.logErrors(this.sendUnreadCounts(this.broadcast.usersHere)));
  }

  onApplicationShutdown(): void {
    this.throttle.stop();
  }

  private async sendNotifications(created: readonly CreatedMessage[]): Promise<void> {
    const bySource = Map.groupBy(created, ({ source }) => source);
    for (const [source, messages] of bySource) {
      const found = await this.notifications.byIds(
        source,
        messages.map(({ id }) => id),
      );
      const unread = await this.notifications.unreadOf([...new Set(found.map(({ userId }) => userId))]);
      for (const { userId, notification } of found) {
        this.broadcast.toUserHere(userId, 'me.notificationReceived', { notification, unread: unread.get(userId) ?? 0 });
      }
    }
  }

  private async sendUnreadCounts(userIds: readonly string[]): Promise<void> {
    const localUsers = new Set(this.broadcast.usersHere);
    const unread = await this.notifications.unreadOf(userIds.filter((id) => localUsers.has(id)));
    for (const [userId, count] of unread) {
      this.broadcast.toUserHere(userId, 'me.notificationReceived', { unread: count });
    }
  }

  private logErrors(sending: Promise<void>): void {
    sending.catch((error: unknown) => this.logger.error('Sending notifications failed', error));
  }
}
