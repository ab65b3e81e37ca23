import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command, LOBBY_CHANNEL } from '@visionary/platform/realtime';
import { lobbyOf } from './lobby-channel.js';
import { LobbyViews } from './lobby-views.js';

@Injectable()
export class LobbyGateway {
  constructor(private readonly lobby: LobbyViews) {}

  /** The socket hears of changes before the lobby is read, so none falls in between. */
  @Command('lobby.watch')
  async watch({ person, socket }: Call<'lobby.watch'>): Promise<CommandReply<'lobby.watch'>> {
    await socket.enter(LOBBY_CHANNEL);
    if (person) await socket.enter(lobbyOf(person.id));
    return this.lobby.page(person?.id ?? null);
  }

  @Command('lobby.leave')
  async leave({ person, socket }: Call<'lobby.leave'>): Promise<CommandReply<'lobby.leave'>> {
    await socket.leave(LOBBY_CHANNEL);
    if (person) await socket.leave(lobbyOf(person.id));
    return {};
  }
}
