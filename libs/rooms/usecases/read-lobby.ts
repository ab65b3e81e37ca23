import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Room, searchable } from '../domain/room.js';
import { type LobbyPlace, Rooms } from '../domain/rooms.js';

export interface LobbyRequest {
  readonly personId: string | null;
  readonly search: string;
  /** Of the page before; undefined: the first page. */
  readonly cursor: string | undefined;
  readonly perPage: number;
}

export interface LobbyPage {
  /** The person's own rooms, on the first page only. */
  readonly mine: Room[];
  readonly open: Room[];
  readonly openTotal: number;
  readonly nextCursor: string | null;
}

const MINE_AT_MOST = 100;
const CURSOR = /^(\d{1,15})_([0-9a-f-]{36})$/;

const placeOf = (cursor: string): LobbyPlace => {
  const [, activeAt, id] = CURSOR.exec(cursor) ?? [];
  if (!activeAt || !id) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return { activeAt: Number(activeAt), id };
};
const cursorOf = (room: Room): string => `${room.activeAt}_${room.id}`;

/** Rooms in the order of life: mine, and those open to everybody. A room that stirs meanwhile may show on two pages. */
@Injectable()
export class ReadLobby {
  constructor(private readonly rooms: Rooms) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run({ personId, search, cursor, perPage }: LobbyRequest): Promise<LobbyPage> {
    const wanted = searchable(search).trim();
    const after = cursor === undefined ? null : placeOf(cursor);
    const [mine, openTotal, found] = await Promise.all([
      personId && !after ? this.rooms.ofMember(personId, MINE_AT_MOST) : [],
      this.rooms.countOpen(wanted),
      this.rooms.open(wanted, after, perPage + 1),
    ]);
    const open = found.slice(0, perPage);
    const last = open.at(-1);
    return { mine, open, openTotal, nextCursor: last && found.length > perPage ? cursorOf(last) : null };
  }
}
