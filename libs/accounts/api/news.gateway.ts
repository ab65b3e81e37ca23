import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { SetNotificationPreference } from '../use-cases/set-notification-preference.js';
import { NotificationSources } from './notification-sources.js';

/** What is told to somebody, whoever tells it. */
@Injectable()
export class NotificationsGateway {
  constructor(
    private readonly news: NotificationSources,
    private readonly choosing: SetNotificationPreference,
  ) {}

  @Command('me.listNotifications')
  page({ payload, user }: Call<'me.listNotifications'>): Promise<CommandReply<'me.listNotifications'>> {
    return this.news.page((user as UserView).id, payload.cursor);
  }

  @Command('me.markNotificationsRead')
  async seen({ payload, user }: Call<'me.markNotificationsRead'>): Promise<CommandReply<'me.markNotificationsRead'>> {
    return { unread: await this.news.read((user as UserView).id, payload.ids) };
  }

  @Command('me.setNotificationPreference')
  async choose({
    payload: { choice, on },
    user,
  }: Call<'me.setNotificationPreference'>): Promise<CommandReply<'me.setNotificationPreference'>> {
    await this.choosing.run((user as UserView).id, choice, on);
    return {};
  }
}
