import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { NotificationsRead, UsersNotified } from '../domain/notifications.js';
import { NotificationSources } from './notification-sources.js';
import { BatchingThrottle } from './batching-throttle.js';

const TOLD = 'news.told';
const READ = 'news.read';
/** What grows while it is unread is told again no more often than this. */
const AGAIN_AFTER_MS = 1_000;

/** One user is told one thing, by one source. */
interface Told {
  readonly source: string;
  readonly id: string;
  readonly userId: string;
}

/** What users are told reaches all their pages; each node looks after the users it has. */
@Injectable()
export class NotificationBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('News');
  private readonly telling = new BatchingThrottle<Told>(
    AGAIN_AFTER_MS,
    ({ id }) => id,
    (told) => this.start(this.tell(told)),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly news: NotificationSources,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UsersNotified, ({ source, told }) =>
      this.bus.publish(
        TOLD,
        told.map(({ id, userId }): Told => ({ source, id, userId })),
      ),
    );
    this.events.afterCommit(NotificationsRead, ({ userIds }) => this.bus.publish(READ, [...userIds]));
    this.bus.subscribe<readonly Told[]>(TOLD, (told) => {
      const here = new Set(this.broadcast.usersHere);
      this.telling.add(told.filter(({ userId }) => here.has(userId)));
    });
    this.bus.subscribe<readonly string[]>(READ, (userIds) => this.start(this.count(userIds)));
    this.bus.onRecovered(() => this.start(this.count(this.broadcast.usersHere)));
  }

  onApplicationShutdown(): void {
    this.telling.stop();
  }

  private async tell(told: readonly Told[]): Promise<void> {
    const bySource = Map.groupBy(told, ({ source }) => source);
    for (const [source, some] of bySource) {
      const found = await this.news.byIds(
        source,
        some.map(({ id }) => id),
      );
      const unread = await this.news.unreadOf([...new Set(found.map(({ userId }) => userId))]);
      for (const { userId, notification } of found) {
        this.broadcast.toUserHere(userId, 'me.notificationReceived', { notification, unread: unread.get(userId) ?? 0 });
      }
    }
  }

  private async count(userIds: readonly string[]): Promise<void> {
    const here = new Set(this.broadcast.usersHere);
    const unread = await this.news.unreadOf(userIds.filter((id) => here.has(id)));
    for (const [userId, count] of unread) {
      this.broadcast.toUserHere(userId, 'me.notificationReceived', { unread: count });
    }
  }

  private start(telling: Promise<void>): void {
    telling.catch((error: unknown) => this.logger.error('News could not be told', error));
  }
}
