import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command, LOBBY_CHANNEL } from '@visionary/platform/realtime';
import { lobbyOf } from './lobby-channel.js';
import { LobbyViews } from './lobby-views.js';

@Injectable()
export class LobbyGateway {
  constructor(private readonly lobby: LobbyViews) {}

  /** The socket hears of changes before the lobby is read, so none falls in between. */
  @Command('lobby.subscribe')
  async watch({ user, socket }: Call<'lobby.subscribe'>): Promise<CommandReply<'lobby.subscribe'>> {
    await socket.enter(LOBBY_CHANNEL);
    if (user) await socket.enter(lobbyOf(user.id));
    return this.lobby.page(user?.id ?? null);
  }

  @Command('lobby.unsubscribe')
  async leave({ user, socket }: Call<'lobby.unsubscribe'>): Promise<CommandReply<'lobby.unsubscribe'>> {
    await socket.leave(LOBBY_CHANNEL);
    if (user) await socket.leave(lobbyOf(user.id));
    return {};
  }
}
