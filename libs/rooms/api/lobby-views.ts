import { Injectable } from '@nestjs/common';
import { LIMITS, type LobbyView, type RoomCard, type RoomView } from '@visionary/contract';
import { LOBBY_CHANNEL } from '@visionary/platform/realtime';
import { LobbyService } from '../use-cases/lobby.service.js';
import { RoomViews } from './room-views.js';

/** Channel of the rooms that only this user's lobby lists: private ones. */
export const lobbyChannelOf = (userId: string): string => `lobby:${userId}`;

export interface LobbyChange {
  /** Whether the lobby lists the room for everyone. */
  readonly isOpen: boolean;
  /** Channels whose lobbies list the room. */
  readonly channels: readonly string[];
  /** Null: the room is hidden. */
  readonly card: RoomCard | null;
}

/** Rooms as lobbies, profiles, and searches list them. */
@Injectable()
export class LobbyViews {
  constructor(
    private readonly lobby: LobbyService,
    private readonly views: RoomViews,
  ) {}

  /** @throws Rejection INVALID for a malformed cursor */
  async page(userId: string | null, search = '', cursor?: string): Promise<LobbyView> {
    const { mine, direct, open, ...rest } = await this.lobby.page({
      userId,
      search,
      cursor,
      perPage: LIMITS.roomsPerPage,
    });
    // A room can be in two lists, but its card is built once.
    const rooms = new Map([...mine, ...direct, ...open].map((room) => [room.id, room]));
    const cards = new Map((await this.views.cards([...rooms.values()], userId)).map((card) => [card.room.id, card]));
    const cardOf = ({ id }: { readonly id: string }): RoomCard[] =>
      [cards.get(id)].filter((card) => card !== undefined);
    return { mine: mine.flatMap(cardOf), direct: direct.flatMap(cardOf), open: open.flatMap(cardOf), ...rest };
  }

  /** Open rooms of a user: owned ones first, then the most recently active. */
  async openOf(userId: string): Promise<RoomView[]> {
    return this.views.ofMany(await this.lobby.openOf(userId));
  }

  /** Open rooms by a part of the name or topic, most recently active first. @throws Rejection INVALID for a malformed cursor */
  async findOpen(
    search: string,
    cursor: string | undefined,
    perPage: number,
  ): Promise<{ readonly rooms: RoomView[]; readonly nextCursor: string | null }> {
    const { open, nextCursor } = await this.lobby.page({ userId: null, search, cursor, perPage });
    return { rooms: await this.views.ofMany(open), nextCursor };
  }

  async change(roomId: string): Promise<LobbyChange> {
    const audience = await this.lobby.audience(roomId);
    if (!audience) return { isOpen: true, channels: [LOBBY_CHANNEL], card: null };
    const { room, members } = audience;
    const [card] = await this.views.cards([room], null);
    const channels = members === 'everyone' ? [LOBBY_CHANNEL] : members.map(lobbyChannelOf);
    return { isOpen: members === 'everyone', channels, card: card ?? null };
  }
}
