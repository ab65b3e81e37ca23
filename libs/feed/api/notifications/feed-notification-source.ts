import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type NotificationCursor,
  type NotificationSource,
  NotificationSources,
  SensitiveContentPreferences,
} from '@visionary/accounts';
import type { NotificationView } from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import { NOTIFICATION_SOURCE } from '../../domain/notifications/notifications.js';
import { type NamedNotification, NotificationReader } from '../../use-cases/notifications/notification-reader.js';
import { redactText } from '../../use-cases/notifications/redact.js';
import { type ModelTitles, toNotificationView } from './notification-views.js';

/** The feed's notifications in a user's inbox. */
@Injectable()
export class FeedNotificationSource implements NotificationSource, OnModuleInit {
  readonly name = NOTIFICATION_SOURCE;

  constructor(
    private readonly sources: NotificationSources,
    private readonly notifications: NotificationReader,
    private readonly models: ModelLookup,
    private readonly sensitiveContentPreferences: SensitiveContentPreferences,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationView[]> {
    const page = await this.redacted(await this.notifications.page(userId, after, limit));
    const titles = await this.titles();
    return page.flatMap((notification) => toNotificationView(notification, titles) ?? []);
  }

  async byIds(ids: readonly string[]): Promise<{ userId: string; notification: NotificationView }[]> {
    const found = await this.redacted(await this.notifications.byIds(ids));
    const titles = await this.titles();
    return found.flatMap((one) => {
      const notification = toNotificationView(one, titles);
      return notification ? [{ userId: one.userId, notification }] : [];
    });
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadCounts(userIds);
  }

  read(userId: string, ids: readonly string[] | undefined): Promise<void> {
    return this.notifications.markRead(userId, ids);
  }

  /** Reads preferences only for recipients of notifications about sensitive content. */
  private async redacted(notifications: readonly NamedNotification[]): Promise<NamedNotification[]> {
    const sensitive = notifications.filter(({ post, model }) =>
      [post, model].some((subject) => subject && subject.contentRating !== 'everyone'),
    );
    const hides = new Map<string, boolean>();
    for (const id of new Set(sensitive.map(({ userId }) => userId))) {
      hides.set(id, await this.sensitiveContentPreferences.seesOnlySafe(id));
    }
    return notifications.map((one) => (hides.get(one.userId) ? redactText(one) : one));
  }

  private async titles(): Promise<ModelTitles> {
    return { model: await this.models.titles(), lora: await this.models.loraTitles() };
  }
}
