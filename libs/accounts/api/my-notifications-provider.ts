import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NOTIFICATION_CATEGORIES } from '@visionary/contract';
import { NotificationOptOuts } from '../domain/notifications.js';
import { type MyStateData, type MyStateProvider, MyStateProviders } from './my-state-providers.js';
import { NotificationSources } from './notification-sources.js';

/** What every page of somebody shows of their news: how much is not read, and which kinds they want. */
@Injectable()
export class MyNotificationsProvider implements MyStateProvider, OnModuleInit {
  constructor(
    private readonly parts: MyStateProviders,
    private readonly news: NotificationSources,
    private readonly declined: NotificationOptOuts,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(userId: string): Promise<Partial<MyStateData>> {
    const [unreadNotifications, declined] = await Promise.all([this.news.unread(userId), this.declined.of(userId)]);
    const choices = Object.fromEntries(NOTIFICATION_CATEGORIES.map((choice) => [choice, !declined.has(choice)]));
    return { unreadNotifications, notificationPreferences: choices as MyStateData['notificationPreferences'] };
  }
}
