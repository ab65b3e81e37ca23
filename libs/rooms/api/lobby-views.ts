import { Injectable } from '@nestjs/common';
import { LIMITS, type LobbyView, type RoomCard } from '@visionary/contract';
import { LOBBY_CHANNEL } from '@visionary/platform/realtime';
import { ReadLobby } from '../use-cases/read-lobby.js';
import { RoomAudience } from '../use-cases/room-audience.js';
import { lobbyOf } from './lobby-channel.js';
import { RoomViews } from './room-views.js';

export interface LobbyChange {
  /** Whether everybody's lobby shows it. */
  readonly isOpen: boolean;
  /** Who shows it. */
  readonly channels: readonly string[];
  /** Null: the room is gone. */
  readonly card: RoomCard | null;
}

@Injectable()
export class LobbyViews {
  constructor(
    private readonly readLobby: ReadLobby,
    private readonly audience: RoomAudience,
    private readonly views: RoomViews,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async page(userId: string | null, search = '', cursor?: string): Promise<LobbyView> {
    const { mine, direct, open, ...rest } = await this.readLobby.run({
      userId,
      search,
      cursor,
      perPage: LIMITS.roomsPerPage,
    });
    // A room that is both mine and open is put together once.
    const rooms = new Map([...mine, ...direct, ...open].map((room) => [room.id, room]));
    const cards = new Map((await this.views.cards([...rooms.values()])).map((card) => [card.room.id, card]));
    const cardOf = ({ id }: { readonly id: string }): RoomCard[] =>
      [cards.get(id)].filter((card) => card !== undefined);
    return { mine: mine.flatMap(cardOf), direct: direct.flatMap(cardOf), open: open.flatMap(cardOf), ...rest };
  }

  async change(roomId: string): Promise<LobbyChange> {
    const found = await this.audience.run(roomId);
    if (!found) return { isOpen: true, channels: [LOBBY_CHANNEL], card: null };
    const [card] = await this.views.cards([found.room]);
    const { members } = found;
    const channels = members === 'everyone' ? [LOBBY_CHANNEL] : members.map(lobbyOf);
    return { isOpen: members === 'everyone', channels, card: card ?? null };
  }
}
