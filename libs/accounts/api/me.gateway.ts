import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { AccountsService } from '../use-cases/accounts.service.js';
import { BlocksService } from '../use-cases/blocks.service.js';
import { NotificationPreferences } from '../use-cases/notification-preferences.js';
import { MyStateProviders } from './my-state-providers.js';
import { NotificationSources } from './notification-sources.js';
import { toMeView } from './views.js';

/** A user's own state, notifications and preferences. */
@Injectable()
export class MeGateway {
  constructor(
    private readonly accounts: AccountsService,
    private readonly blocks: BlocksService,
    private readonly notifications: NotificationSources,
    private readonly preferences: NotificationPreferences,
    private readonly providers: MyStateProviders,
  ) {}

  @Command('me.subscribe')
  async subscribe({ user }: Call<'me.subscribe'>): Promise<CommandReply<'me.subscribe'>> {
    const { id } = user as UserView;
    const [account, blockedIds, unreadNotifications, notificationPreferences, state] = await Promise.all([
      this.accounts.byId(id),
      this.blocks.blockedBy(id),
      this.notifications.unread(id),
      this.preferences.of(id),
      this.providers.of(id),
    ]);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    return { me: toMeView(account), blockedIds, ...state, unreadNotifications, notificationPreferences };
  }

  @Command('me.listNotifications')
  listNotifications({ payload, user }: Call<'me.listNotifications'>): Promise<CommandReply<'me.listNotifications'>> {
    return this.notifications.page((user as UserView).id, payload.cursor);
  }

  @Command('me.markNotificationsRead')
  async markNotificationsRead({
    payload,
    user,
  }: Call<'me.markNotificationsRead'>): Promise<CommandReply<'me.markNotificationsRead'>> {
    return { unread: await this.notifications.read((user as UserView).id, payload.ids) };
  }

  @Command('me.setNotificationPreference')
  async setNotificationPreference({
    payload: { choice, on },
    user,
  }: Call<'me.setNotificationPreference'>): Promise<CommandReply<'me.setNotificationPreference'>> {
    await this.preferences.set((user as UserView).id, choice, on);
    return {};
  }
}
