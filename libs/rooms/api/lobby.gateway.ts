import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command, LOBBY_CHANNEL } from '@visionary/platform/realtime';
import { LobbyAudience } from './lobby-audience.js';
import { lobbyChannelOf, LobbyViews } from './lobby-views.js';

@Injectable()
export class LobbyGateway {
  constructor(
    private readonly lobby: LobbyViews,
    private readonly audience: LobbyAudience,
  ) {}

  /** The socket joins the channels before the lobby is read, so it misses no change. */
  @Command('lobby.subscribe')
  async subscribe({ user, socket, payload }: Call<'lobby.subscribe'>): Promise<CommandReply<'lobby.subscribe'>> {
    if (payload.language) this.audience.language = payload.language;
    await socket.enter(LOBBY_CHANNEL);
    if (user) await socket.enter(lobbyChannelOf(user.id));
    return this.lobby.page(user?.id ?? null);
  }

  @Command('lobby.unsubscribe')
  async unsubscribe({ user, socket }: Call<'lobby.unsubscribe'>): Promise<CommandReply<'lobby.unsubscribe'>> {
    await socket.leave(LOBBY_CHANNEL);
    if (user) await socket.leave(lobbyChannelOf(user.id));
    return {};
  }
}
