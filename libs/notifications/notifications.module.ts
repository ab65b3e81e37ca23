import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { NotificationBroadcaster } from './api/notification-broadcaster.js';
import { NotificationsGateway } from './api/notifications.gateway.js';
import { NotificationOptOuts } from './storage/notification-opt-outs.js';
import { NotificationsRepository } from './storage/notifications.repository.js';
import { Inbox } from './use-cases/inbox.js';
import { NotificationPreferences } from './use-cases/notification-preferences.js';
import { Notifications } from './use-cases/notifications.js';

/** Notifications of all slices: one table, one inbox. */
@Module({
  imports: [AccountsModule],
  providers: [
    NotificationsRepository,
    NotificationOptOuts,
    Notifications,
    Inbox,
    NotificationPreferences,
    NotificationsGateway,
    NotificationBroadcaster,
  ],
  exports: [Notifications, Inbox],
})
export class NotificationsModule {}
