import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MyStateData, type MyStateProvider, MyStateProviders } from '@visionary/accounts';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { Inbox } from '../use-cases/inbox.js';
import { NotificationPreferences } from '../use-cases/notification-preferences.js';

/** A user's notifications, and which categories they get. */
@Injectable()
export class NotificationsGateway implements MyStateProvider, OnModuleInit {
  constructor(
    private readonly myState: MyStateProviders,
    private readonly inbox: Inbox,
    private readonly preferences: NotificationPreferences,
  ) {}

  onModuleInit(): void {
    this.myState.add(this);
  }

  async stateOf(userId: string): Promise<Partial<MyStateData>> {
    return {
      unreadNotifications: await this.inbox.unread(userId),
      notificationPreferences: await this.preferences.of(userId),
    };
  }

  @Command('me.listNotifications')
  list({ payload, user }: Call<'me.listNotifications'>): Promise<CommandReply<'me.listNotifications'>> {
    return this.inbox.page((user as UserView).id, payload.cursor);
  }

  @Command('me.markNotificationsRead')
  async markRead({
    payload,
    user,
  }: Call<'me.markNotificationsRead'>): Promise<CommandReply<'me.markNotificationsRead'>> {
    return { unread: await this.inbox.markRead((user as UserView).id, payload.ids) };
  }

  @Command('me.setNotificationPreference')
  async setPreference({
    payload: { choice, on },
    user,
  }: Call<'me.setNotificationPreference'>): Promise<CommandReply<'me.setNotificationPreference'>> {
    await this.preferences.set((user as UserView).id, choice, on);
    return {};
  }
}
