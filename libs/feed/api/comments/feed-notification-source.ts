import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type NotificationCursor,
  type NotificationSource,
  NotificationSources,
  SensitiveContentPreferences,
} from '@visionary/accounts';
import type { NotificationView } from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import { NOTIFICATION_SOURCE } from '../../domain/comments/notifications.js';
import { type NamedNotification, ReadNotifications } from '../../use-cases/comments/read-notifications.js';
import { MarkNotificationsRead } from '../../use-cases/comments/mark-notifications-read.js';
import { redactText } from '../../use-cases/comments/redact.js';
import { type Titles, toNotificationView } from './notice-views.js';

/** What the feed tells users. */
@Injectable()
export class FeedNotificationSource implements NotificationSource, OnModuleInit {
  readonly name = NOTIFICATION_SOURCE;

  constructor(
    private readonly sources: NotificationSources,
    private readonly reading: ReadNotifications,
    private readonly seeing: MarkNotificationsRead,
    private readonly models: ModelLookup,
    private readonly sensitiveContentPreferences: SensitiveContentPreferences,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationView[]> {
    const told = await this.asSeen(await this.reading.page(userId, after, limit));
    const titles = await this.titles();
    return told.flatMap((notice) => toNotificationView(notice, titles) ?? []);
  }

  async byIds(ids: readonly string[]): Promise<{ userId: string; notification: NotificationView }[]> {
    const told = await this.asSeen(await this.reading.byIds(ids));
    const titles = await this.titles();
    return told.flatMap((notice) => {
      const notification = toNotificationView(notice, titles);
      return notification ? [{ userId: notice.userId, notification }] : [];
    });
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.reading.unreadOf(userIds);
  }

  read(userId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.seeing.run(userId, ids);
  }

  /** Asks for the sight of those alone who are told of something that is not for everybody. */
  private async asSeen(told: readonly NamedNotification[]): Promise<NamedNotification[]> {
    const others = told.filter(({ post, model }) =>
      [post, model].some((one) => one && one.contentRating !== 'everyone'),
    );
    const hides = new Map<string, boolean>();
    for (const id of new Set(others.map(({ userId }) => userId))) {
      hides.set(id, await this.sensitiveContentPreferences.seesOnlySafe(id));
    }
    return told.map((notice) => (hides.get(notice.userId) ? redactText(notice) : notice));
  }

  private async titles(): Promise<Titles> {
    return { model: await this.models.titles(), lora: await this.models.loraTitles() };
  }
}
