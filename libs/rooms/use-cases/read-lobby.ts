import { Injectable } from '@nestjs/common';
import { pageOf, readCursor } from '@visionary/kernel';
import { type Room, searchable } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';

export interface LobbyRequest {
  readonly userId: string | null;
  readonly search: string;
  /** Of the page before; undefined: the first page. */
  readonly cursor: string | undefined;
  readonly perPage: number;
}

export interface LobbyPage {
  /** The user's own rooms, on the first page only. */
  readonly mine: Room[];
  /** Rooms in which the user talks with one other, on the first page only. */
  readonly direct: Room[];
  readonly open: Room[];
  readonly openTotal: number;
  readonly nextCursor: string | null;
}

const MINE_AT_MOST = 100;

/** Rooms in the order of life: mine, and those open to everybody. A room that stirs meanwhile may show on two pages. */
@Injectable()
export class ReadLobby {
  constructor(private readonly rooms: Rooms) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run({ userId, search, cursor, perPage }: LobbyRequest): Promise<LobbyPage> {
    const wanted = searchable(search).trim();
    const from = readCursor(cursor);
    const after = from && { activeAt: from.value, id: from.id };
    const ofKind = (kind: Room['kind']) => (userId && !after ? this.rooms.ofMember(userId, kind, MINE_AT_MOST) : []);
    const [mine, direct, openTotal, found] = await Promise.all([
      ofKind('room'),
      ofKind('direct'),
      this.rooms.countOpen(wanted),
      this.rooms.open(wanted, after, perPage + 1),
    ]);
    const { page, nextCursor } = pageOf(found, perPage, ({ activeAt: value, id }) => ({ value, id }));
    return { mine, direct, open: [...page], openTotal, nextCursor };
  }
}
