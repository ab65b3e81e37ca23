import { Injectable } from '@nestjs/common';
import { pageOf, readCursor } from '@visionary/kernel';
import { isOpen, type Room, searchable } from '../domain/room.js';
import { Members } from '../storage/members.js';
import { Rooms, SEQ_OF_EMPTY_ROOM } from '../storage/rooms.js';
import { DirectRequestsService } from './direct-requests.service.js';

export interface LobbyRequest {
  /** Null: a visitor. */
  readonly userId: string | null;
  readonly search: string;
  /** Undefined: the first page. */
  readonly cursor: string | undefined;
  readonly perPage: number;
}

export interface LobbyPage {
  /** The user's rooms, on the first page only. */
  readonly mine: Room[];
  /** Of `mine`: where the user is a viewer. */
  readonly viewOnly: string[];
  /** The user's direct rooms, on the first page only. */
  readonly direct: Room[];
  readonly open: Room[];
  readonly openTotal: number;
  readonly nextCursor: string | null;
}

const MAX_ROOMS_OF_USER = 100;

/** Lists rooms by activity. A room that becomes active meanwhile can appear on two pages. */
@Injectable()
export class LobbyService {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly requests: DirectRequestsService,
  ) {}

  /** @throws Rejection INVALID for a malformed cursor */
  async page({ userId, search, cursor, perPage }: LobbyRequest): Promise<LobbyPage> {
    const text = searchable(search).trim();
    const from = readCursor(cursor);
    const after = from && { activeAt: from.value, id: from.id };
    const ofKind = (kind: Room['kind']) =>
      userId && !after ? this.rooms.ofMember(userId, kind, MAX_ROOMS_OF_USER) : [];
    const [mine, direct, viewed, openTotal, found] = await Promise.all([
      ofKind('room'),
      ofKind('direct'),
      userId && !after ? this.members.roomsWithRole(userId, 'viewer') : [],
      this.rooms.countOpen(text),
      this.rooms.open(text, after, perPage + 1),
    ]);
    const { page, nextCursor } = pageOf(found, perPage, ({ activeAt: value, id }) => ({ value, id }));
    const viewedIds = new Set<string>(viewed);
    const viewOnly = mine.map(({ id }) => id).filter((id) => viewedIds.has(id));
    return { mine, direct, viewOnly, open: [...page], openTotal, nextCursor };
  }

  /** Open rooms of a user: owned ones first, then the most recently active. */
  openOf(userId: string): Promise<Room[]> {
    return this.rooms.openOf(userId, MAX_ROOMS_OF_USER);
  }

  /** Whose lobby lists a room. @returns null for a hidden or missing room */
  async audience(roomId: string): Promise<{ room: Room; members: 'everyone' | string[] } | null> {
    const room = await this.rooms.find(roomId);
    if (!room) return null;
    if (isOpen(room)) return { room, members: 'everyone' };
    const members = await this.members.idsOf(roomId);
    const request = room.kind === 'direct' ? await this.requests.find(roomId) : null;
    const isHidden = request && (request.declinedAt !== null || room.lastSeq <= SEQ_OF_EMPTY_ROOM);
    return { room, members: isHidden ? members.filter((id) => id !== request.recipientId) : members };
  }
}
